namespace Sfu.Server.Consent;

/// <summary>What the dialogue says where the operator has written nothing. True of every server as it comes.</summary>
internal static class DefaultConsent
{
    public static readonly (string Title, string Text) De = (
        "Bevor es losgeht",
        """
        Hier treffen Sie andere mit Ton und Bild. Dabei gilt:

        - **Mikrofon und Kamera sind aus**, bis Sie sie selbst einschalten.
        - **Nichts wird aufgezeichnet.** Was gesagt, gezeigt und geschrieben wird, verschwindet mit dem Ende des Treffens.
        - **Keine Dritten.** Ton und Bild gehen verschlüsselt an diesen Server und von dort an die anderen im Raum, sonst an niemanden.
        - **Ein Cookie** merkt sich 30 Tage lang, dass Sie zugestimmt haben: nur welchem Text und wann.

        Mit *Einverstanden* nehmen Sie das an. Mit *Ablehnen* kommen Sie dorthin zurück, wo Sie waren, und nichts wird gespeichert.
        """);

    public static readonly (string Title, string Text) En = (
        "Before you start",
        """
        Here you meet others with sound and picture. This is how:

        - **Microphone and camera are off** until you turn them on yourself.
        - **Nothing is recorded.** What is said, shown and written is gone when the meeting ends.
        - **No third parties.** Sound and picture go encrypted to this server and from there to the others in the room, to nobody else.
        - **One cookie** remembers for 30 days that you have agreed: only to which text, and when.

        With *Accept* you agree to this. With *Decline* you go back to where you were, and nothing is stored.
        """);
}
