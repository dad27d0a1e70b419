using Sfu.WebRtc.Crypto;

namespace Sfu.WebRtc.Tests.Crypto;

public class Tls12PrfTests
{
    /// <summary>The vector for P_SHA256 that was posted to the TLS working group's list when the PRF was new; OpenSSL's exporter is the other witness.</summary>
    [Fact]
    public void Matches_the_working_groups_vector()
    {
        var secret = Convert.FromHexString("9BBE436BA940F017B17652849A71DB35");
        var seed = Convert.FromHexString("A0BA9F936CDA311827A6F796FFD5198C");
        const string expected = "E3F229BA727BE17B8D122620557CD453C2AAB21D07C3D495329B52D4E61EDB5A6B301791E90D35C9C9A46B4E14BAF9AF0FA022F7077DEF17"
            + "ABFD3797C0564BAB4FBC91666E9DEF9B97FCE34F796789BAA48082D122EE42C5A72E5A5110FFF70187347B66";
        for (var split = 0; split <= seed.Length; split++)
        {
            var output = new byte[100];
            Tls12Prf.Compute(secret, "test label"u8, seed.AsSpan(0, split), seed.AsSpan(split), output);
            Assert.Equal(expected, Convert.ToHexString(output));
        }
    }

    [Fact]
    public void A_shorter_output_is_the_beginning_of_a_longer_one()
    {
        var longest = new byte[130];
        Tls12Prf.Compute([1, 2, 3], "label"u8, [4], [5], longest);
        for (var length = 0; length < longest.Length; length++)
        {
            var output = new byte[length];
            Tls12Prf.Compute([1, 2, 3], "label"u8, [4], [5], output);
            Assert.Equal(longest[..length], output);
        }
    }
}
