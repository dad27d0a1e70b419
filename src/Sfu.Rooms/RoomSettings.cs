namespace Sfu.Rooms;

/// <summary>Who may open her mic: everybody; whoever was allowed; moderators only, and then cameras and screens as well.</summary>
public enum SpeakingMode
{
    Free,
    Ask,
    Listeners,
}

/// <summary>What moderators can set, and what links carry. The allowances concern participants and guests.</summary>
public sealed record RoomSettings
{
    public static RoomSettings Default { get; } = new();

    public bool Lobby { get; init; }

    public bool Locked { get; init; }

    public bool GuestsAllowed { get; init; } = true;

    public bool MicAllowed { get; init; } = true;

    public bool CameraAllowed { get; init; } = true;

    public bool ScreenAllowed { get; init; } = true;

    public bool ChatAllowed { get; init; } = true;

    public bool PrivateChatAllowed { get; init; } = true;

    public bool WebcamsOnlyForModerator { get; init; }

    public bool MuteOnStart { get; init; }

    public bool TalkTimeForAll { get; init; }

    public SpeakingMode Speaking { get; init; }

    /// <summary>0: the server's limit.</summary>
    public int MaxParticipants { get; init; }

    /// <summary>0: no end.</summary>
    public int DurationMinutes { get; init; }

    public string Subject { get; init; } = "";

    public string Welcome { get; init; } = "";

    public string ModeratorMessage { get; init; } = "";

    public string LogoutAddress { get; init; } = "";

    /// <summary>Cleans the texts; false when one does not fit or the address is not one a page may be sent to.</summary>
    public bool TryClean(out RoomSettings cleaned)
    {
        cleaned = this;
        if (!MessageText.TryParse(Subject, Limits.SubjectChars, mayBeEmpty: true, out var subject)
            || !MessageText.TryParse(Welcome, Limits.WelcomeChars, mayBeEmpty: true, out var welcome)
            || !MessageText.TryParse(ModeratorMessage, Limits.WelcomeChars, mayBeEmpty: true, out var moderatorMessage)
            || MaxParticipants is < 0 or > Limits.MostParticipants || DurationMinutes is < 0 or > Limits.MostMinutes || !Enum.IsDefined(Speaking)
            || !IsAddress(LogoutAddress))
        {
            return false;
        }

        cleaned = this with { Subject = subject, Welcome = welcome, ModeratorMessage = moderatorMessage };
        return true;
    }

    private static bool IsAddress(string text) =>
        text.Length == 0 || (text.Length <= Limits.AddressChars && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == "https" && uri.UserInfo.Length == 0);
}
