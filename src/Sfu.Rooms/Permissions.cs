namespace Sfu.Rooms;

/// <summary>What can be allowed or not. One row of the table each.</summary>
public enum Right
{
    OpenMic,
    OpenCamera,
    ShareScreen,
    RaiseHand,
    React,
    ChatWithAll,
    ChatPrivately,
    Vote,
    SeeTalkTimes,
    LowerHandsOfOthers,
    ClearChat,
    SeeLobby,
    AdmitAndReject,
    WriteToLobby,
    MuteOthers,
    StopCamerasOfOthers,
    StopSharesOfOthers,
    RemoveOthers,
    MakeAndTakeModerators,
    GrantSpeaking,
    ChangeSettings,
    MakePolls,
    MakeLinks,
    EndForAll,
    RemoveOrDemoteOwners,
    MakeOwnerLinks,
}

/// <summary>A cell of the table.</summary>
public enum Grant
{
    Never,
    Always,

    /// <summary>The setting <see cref="RoomSettings.MicAllowed"/>, and the speaking mode: free, or ask and she was allowed.</summary>
    IfMicAllowed,

    /// <summary>The setting of that name, and the speaking mode is not listeners.</summary>
    IfCameraAllowed,
    IfScreenAllowed,
    IfChatAllowed,

    /// <summary>The chat as such must be allowed too.</summary>
    IfPrivateChatAllowed,
    IfTalkTimeForAll,
}

/// <summary>
/// The table of who may do what: the specification, printed to docs/permissions.md. Everything that asks for a right asks here; an
/// action without a row does not compile. Removing or demoting an owner is nobody's right.
/// </summary>
public static class Permissions
{
    private static readonly Dictionary<Right, Grant[]> Table = new()
    {
        //                              guest                       participant                 moderator      owner
        [Right.OpenMic] =               [Grant.IfMicAllowed,         Grant.IfMicAllowed,         Grant.Always,  Grant.Always],
        [Right.OpenCamera] =            [Grant.IfCameraAllowed,      Grant.IfCameraAllowed,      Grant.Always,  Grant.Always],
        [Right.ShareScreen] =           [Grant.IfScreenAllowed,      Grant.IfScreenAllowed,      Grant.Always,  Grant.Always],
        [Right.RaiseHand] =             [Grant.Always,               Grant.Always,               Grant.Always,  Grant.Always],
        [Right.React] =                 [Grant.Always,               Grant.Always,               Grant.Always,  Grant.Always],
        [Right.ChatWithAll] =           [Grant.IfChatAllowed,        Grant.IfChatAllowed,        Grant.Always,  Grant.Always],
        [Right.ChatPrivately] =         [Grant.IfPrivateChatAllowed, Grant.IfPrivateChatAllowed, Grant.Always,  Grant.Always],
        [Right.Vote] =                  [Grant.Always,               Grant.Always,               Grant.Always,  Grant.Always],
        [Right.SeeTalkTimes] =          [Grant.IfTalkTimeForAll,     Grant.IfTalkTimeForAll,     Grant.Always,  Grant.Always],
        [Right.LowerHandsOfOthers] =    [Grant.Never,                Grant.Never,                Grant.Always,  Grant.Always],
        [Right.ClearChat] =             [Grant.Never,                Grant.Never,                Grant.Always,  Grant.Always],
        [Right.SeeLobby] =              [Grant.Never,                Grant.Never,                Grant.Always,  Grant.Always],
        [Right.AdmitAndReject] =        [Grant.Never,                Grant.Never,                Grant.Always,  Grant.Always],
        [Right.WriteToLobby] =          [Grant.Never,                Grant.Never,                Grant.Always,  Grant.Always],
        [Right.MuteOthers] =            [Grant.Never,                Grant.Never,                Grant.Always,  Grant.Always],
        [Right.StopCamerasOfOthers] =   [Grant.Never,                Grant.Never,                Grant.Always,  Grant.Always],
        [Right.StopSharesOfOthers] =    [Grant.Never,                Grant.Never,                Grant.Always,  Grant.Always],
        [Right.RemoveOthers] =          [Grant.Never,                Grant.Never,                Grant.Always,  Grant.Always],
        [Right.MakeAndTakeModerators] = [Grant.Never,                Grant.Never,                Grant.Always,  Grant.Always],
        [Right.GrantSpeaking] =         [Grant.Never,                Grant.Never,                Grant.Always,  Grant.Always],
        [Right.ChangeSettings] =        [Grant.Never,                Grant.Never,                Grant.Always,  Grant.Always],
        [Right.MakePolls] =             [Grant.Never,                Grant.Never,                Grant.Always,  Grant.Always],
        [Right.MakeLinks] =             [Grant.Never,                Grant.Never,                Grant.Always,  Grant.Always],
        [Right.EndForAll] =             [Grant.Never,                Grant.Never,                Grant.Always,  Grant.Always],
        [Right.RemoveOrDemoteOwners] =  [Grant.Never,                Grant.Never,                Grant.Never,   Grant.Never],
        [Right.MakeOwnerLinks] =        [Grant.Never,                Grant.Never,                Grant.Never,   Grant.Always],
    };

    public static Grant Of(Right right, Role role) => Table[right][(int)role];

    public static bool Has(Participant who, Right right, RoomSettings settings) => Of(right, who.Role) switch
    {
        Grant.Always => true,
        Grant.IfMicAllowed => settings.MicAllowed && (settings.Speaking == SpeakingMode.Free || (settings.Speaking == SpeakingMode.Ask && who.MaySpeak)),
        Grant.IfCameraAllowed => settings.CameraAllowed && settings.Speaking != SpeakingMode.Listeners,
        Grant.IfScreenAllowed => settings.ScreenAllowed && settings.Speaking != SpeakingMode.Listeners,
        Grant.IfChatAllowed => settings.ChatAllowed,
        Grant.IfPrivateChatAllowed => settings.ChatAllowed && settings.PrivateChatAllowed,
        Grant.IfTalkTimeForAll => settings.TalkTimeForAll,
        _ => false,
    };

    /// <summary>What she may send now.</summary>
    public static Publishing Sources(Participant who, RoomSettings settings)
    {
        var screen = Has(who, Right.ShareScreen, settings);
        return new Publishing(Has(who, Right.OpenMic, settings), Has(who, Right.OpenCamera, settings), screen, screen);
    }

    /// <summary>The right an action needs. Lowering one's own hand is <see cref="Right.RaiseHand"/>.</summary>
    public static Right NeededFor(RoomAction action, bool hasTarget) => action switch
    {
        RoomAction.RaiseHand => Right.RaiseHand,
        RoomAction.LowerHand => hasTarget ? Right.LowerHandsOfOthers : Right.RaiseHand,
        RoomAction.React => Right.React,
        RoomAction.SendChat => hasTarget ? Right.ChatPrivately : Right.ChatWithAll,
        RoomAction.ClearChat => Right.ClearChat,
        RoomAction.Admit or RoomAction.AdmitAll or RoomAction.Reject => Right.AdmitAndReject,
        RoomAction.MessageLobby => Right.WriteToLobby,
        RoomAction.Mute or RoomAction.MuteAll => Right.MuteOthers,
        RoomAction.CameraOff or RoomAction.CameraOffAll => Right.StopCamerasOfOthers,
        RoomAction.StopShare => Right.StopSharesOfOthers,
        RoomAction.Remove => Right.RemoveOthers,
        RoomAction.MakeModerator or RoomAction.TakeModerator => Right.MakeAndTakeModerators,
        RoomAction.AllowSpeak or RoomAction.WithdrawSpeak => Right.GrantSpeaking,
        RoomAction.ChangeSettings or RoomAction.SetPassword => Right.ChangeSettings,
        RoomAction.CreatePoll or RoomAction.ClosePoll => Right.MakePolls,
        RoomAction.Vote => Right.Vote,
        RoomAction.End => Right.EndForAll,
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };
}
