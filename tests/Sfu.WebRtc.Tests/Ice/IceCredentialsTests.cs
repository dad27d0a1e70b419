using Sfu.WebRtc.Ice;
using Sfu.Wire.Stun;
using static Sfu.WebRtc.Tests.Ice.StunRequests;

namespace Sfu.WebRtc.Tests.Ice;

public sealed class IceCredentialsTests
{
    [Fact]
    public void Generated_credentials_are_long_enough_made_of_ice_characters_and_never_twice_the_same()
    {
        var seen = new HashSet<string>();
        for (var index = 0; index < 1000; index++)
        {
            var credentials = IceCredentials.Generate();
            Assert.Equal(8, credentials.UsernameFragment.Length); // 48 bits
            Assert.True(credentials.Password.Length >= 22); // 128 bits at 6 a character
            Assert.All(credentials.UsernameFragment + credentials.Password, c => Assert.True(char.IsAsciiLetterOrDigit(c) || c is '+' or '/'));
            Assert.True(seen.Add(credentials.UsernameFragment) && seen.Add(credentials.Password));
        }
    }

    [Fact]
    public void The_text_of_credentials_does_not_hold_the_password()
    {
        var credentials = IceCredentials.Generate();
        Assert.DoesNotContain(credentials.Password, credentials.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_key_of_a_fragment_is_what_a_check_for_it_reads_as()
    {
        var credentials = IceCredentials.Generate();
        Assert.True(IceUfrag.TryReadLocal(Check(credentials), out var key));
        Assert.Equal(IceUfrag.ToKey(credentials.UsernameFragment), key);
        Assert.NotEqual(IceUfrag.ToKey(IceCredentials.Generate().UsernameFragment), key);
    }

    [Fact]
    public void What_names_no_fragment_of_ours_has_no_key()
    {
        Assert.False(IceUfrag.TryReadLocal([], out _));
        Assert.False(IceUfrag.TryReadLocal(Plain(), out _));
        Assert.False(IceUfrag.TryReadLocal(Build(1, (ref StunMessageWriter writer) => writer.AddUsername("short:x"u8)), out _));
        Assert.False(IceUfrag.TryReadLocal(Build(1, (ref StunMessageWriter writer) => writer.AddUsername("12345678"u8)), out _));
        Assert.False(IceUfrag.TryReadLocal(Build(1, (ref StunMessageWriter writer) => writer.AddUsername("123456789:x"u8)), out _));
        Assert.False(IceUfrag.TryReadLocal(Build(1, (ref StunMessageWriter writer) => writer.AddUsername("12345678:x"u8), StunMessageType.BindingIndication), out _));
        Assert.Throws<ArgumentException>(() => IceUfrag.ToKey("short"));
        Assert.Throws<ArgumentException>(() => IceUfrag.ToKey("1234567é"));
    }
}
