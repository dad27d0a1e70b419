namespace Sfu.Wire.Sdp;

/// <summary>
/// Writes the headless client's answer to one of our offers: everything accepted, in the active DTLS role. What is sent on
/// the first four sections is known by mid and rid, so no SSRC is announced.
/// </summary>
public static class SdpAnswerWriter
{
    public static string Write(SdpOffer offer, SdpAnswerParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(offer);
        ArgumentNullException.ThrowIfNull(parameters);
        var text = new SdpText();
        text.Session(parameters.SessionId, parameters.SessionVersion, offer.Sections.Select(section => section.Mid));
        foreach (var section in offer.Sections)
        {
            text.Section(section, section.Direction == SdpDirection.RecvOnly ? SdpDirection.SendOnly : SdpDirection.RecvOnly);
            text.Transport(parameters.IceUfrag, parameters.IcePassword, parameters.Fingerprint, "active");
            text.Media(section);
            if (section.Simulcast && parameters.Rids.Count > 0)
                text.Simulcast("send", parameters.Rids);
        }

        return text.ToString();
    }
}
