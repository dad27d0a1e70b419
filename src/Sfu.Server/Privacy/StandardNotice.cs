namespace Sfu.Server.Privacy;

/// <summary>The notice of an operator who has written none. Says what the program does; what only the operator knows she adds herself.</summary>
internal static class StandardNotice
{
    public const string De =
        """
        # Datenschutz

        Auf diesem Server treffen sich Menschen mit Ton und Bild. Er ist so gebaut, dass dabei nichts von ihnen bleibt.

        ## Wer verantwortlich ist

        {operator}

        {imprint}

        ## Was während eines Treffens geschieht

        - Mikrofon und Kamera sind aus, bis Sie sie einschalten. Niemand sonst kann sie einschalten.
        - Ton, Bild und Ihr Name gehen verschlüsselt an diesen Server und von dort an die anderen im Raum. Ton und Bild werden nur durchgereicht. Der Server entschlüsselt sie dabei: eine Verschlüsselung von Ende zu Ende gibt es nicht.
        - Im Arbeitsspeicher, und nur dort, hält der Server während des Treffens: wer da ist, wartet oder da war (Name, Rolle, erhobene Hand, Redezeit), was geschrieben wurde und an wen, die Umfragen und wer wie gestimmt hat, und die Einstellungen des Raums. Private Nachrichten gehen an die eine Person, anonyme Umfragen zeigen niemandem, wer wie gestimmt hat.
        - Ihre Internetadresse kennt der Server, solange die Verbindung steht; die anderen im Raum erfahren sie von ihm nicht. Damit niemand Passwörter durchprobiert, zählt er Versuche unter einer Prüfsumme der Adresse, höchstens fünf Minuten lang. Solange ein Raum besteht, merkt er sich so auch, woher jemand kam, damit ausgesperrte Personen anklopfen müssen.
        - Der Raum mit allem darin ist weg, sobald die letzte Person geht. Reißt nur ihre Verbindung ab, wartet ihr Platz eine Minute auf sie. Startet der Server während eines Treffens neu, bringen die Seiten der Anwesenden Raum und Chat zurück.

        ## Was gespeichert wird

        - Von Inhalten nichts: keine Aufzeichnung, kein Verlauf, keine Datenbank, keine Konten. Auf der Platte liegt eine Datei mit einem zufälligen Schlüssel, der nichts über Sie enthält: damit unterschreibt der Server Einladungen.
        - {cookie}
        - {web-log}
        - Was der Browser sich merkt (Name, letzte Räume, Sprache, gewählte Geräte), bleibt auf Ihrem Gerät, und nur, wenn Sie das ankreuzen. Auf der Startseite löschen Sie es mit einem Klick.
        - Solange Sie in einem Raum sind oder davor warten, merkt sich der Tab Ihren Platz darin (Raum, Name, Platzmarke, Einladungslink), damit Neuladen oder eine verlorene Verbindung ihn nicht kosten. Beim Verlassen wird das gelöscht.

        ## Wer sonst etwas erfährt

        Niemand. Alles kommt von diesem Server: Seiten, Schriften, Symbole und STUN. Ein TURN-Server wird nicht benutzt, und Ihr Verhalten wird nicht ausgewertet.

        ## Rechtsgrundlagen und Rechte

        Die Verarbeitung während des Treffens beruht auf Ihrer Einwilligung oder dem berechtigten Interesse an dem Treffen (Art. 6 Abs. 1 Buchst. a und f DSGVO), das Cookie auf § 25 Abs. 2 Nr. 2 TDDDG. Ihre Einwilligung können Sie jederzeit auf der Startseite widerrufen. Sie haben das Recht auf Auskunft, Berichtigung, Löschung, Einschränkung, Widerspruch und Beschwerde bei einer Aufsichtsbehörde. Was der Server gerade hält, zeigt er als Zahlen unter [/privacy.json](/privacy.json).
        """;

    public const string En =
        """
        # Privacy

        On this server people meet with sound and picture. It is built so that nothing of them stays.

        ## Who is responsible

        {operator}

        {imprint}

        ## What happens during a meeting

        - Microphone and camera are off until you turn them on. Nobody else can turn them on.
        - Sound, picture and your name go encrypted to this server and from there to the others in the room. Sound and picture are only passed on. The server decrypts them to do that: there is no end-to-end encryption.
        - In memory, and only there, the server holds during the meeting: who is there, waits or was there (name, role, raised hand, talk time), what was written and to whom, the polls and who voted for what, and the room's settings. Private messages go to that one person, and anonymous polls show nobody who voted for what.
        - The server knows your internet address while you are connected; the others in the room do not learn it from the server. So that nobody guesses passwords, it counts attempts under a keyed hash of the address, for five minutes at most. While a room exists it remembers in the same way where somebody came from, so that barred people have to knock.
        - The room and all that is in it are gone as soon as the last person leaves. If only her connection breaks, her place waits for her for a minute. If the server restarts during a meeting, the pages of those present bring room and chat back.

        ## What is stored

        - Of content nothing: no recording, no history, no database, no accounts. On disk lies one file with a random key that contains nothing about you: the server signs invitations with it.
        - {cookie}
        - {web-log}
        - What the browser remembers (name, recent rooms, language, chosen devices) stays on your device, and only if you tick that. One click on the start page deletes it.
        - While you are in a room or waiting for it, the tab remembers your place there (room, name, seat token, invitation link), so that a reload or a lost connection does not cost it. Leaving deletes it.

        ## Who else learns anything

        Nobody. Everything comes from this server: pages, fonts, icons and STUN. No TURN server is used, and your behaviour is not analysed.

        ## Legal grounds and rights

        Processing during the meeting rests on your consent or the legitimate interest in the meeting (Art. 6 (1) (a) and (f) GDPR), the cookie on its being strictly necessary (Art. 5 (3) ePrivacy Directive). You can withdraw your consent on the start page at any time. You have the right to access, rectification, erasure, restriction, objection, and to complain to a supervisory authority. What the server holds right now it shows as counts at [/privacy.json](/privacy.json).
        """;

    public static readonly NoticeFacts FactsDe = new(
        "Der Betreiber dieses Servers hat seinen Namen noch nicht eingetragen.",
        "Impressum",
        "Ein Cookie (`sfu_consent`) merkt sich 30 Tage auf Ihrem Gerät, welchem Text Sie wann zugestimmt haben. Sonst steht nichts darin.",
        "Cookies werden nicht gesetzt.",
        "Der Webserver schreibt ein Protokoll der Zugriffe: Zeit, gekürzte Internetadresse (IPv4 auf /24, IPv6 auf /48), Art und Ergebnis des Zugriffs, ohne Raumnamen. Es wird nach {days} Tagen gelöscht.",
        "Zugriffe werden nicht protokolliert.");

    public static readonly NoticeFacts FactsEn = new(
        "The operator of this server has not entered a name yet.",
        "Imprint",
        "One cookie (`sfu_consent`) remembers on your device for 30 days which text you agreed to and when. Nothing else is in it.",
        "No cookies are set.",
        "The web server keeps a log of requests: time, shortened internet address (IPv4 to /24, IPv6 to /48), kind and result of the request, without names of rooms. It is deleted after {days} days.",
        "Requests are not logged.");
}
