namespace Sfu.Server.Conference;

internal enum JoinOutcome
{
    Joined,
    RoomFull,
    ServerFull,
    AlreadyJoined,
    Overloaded,
}
