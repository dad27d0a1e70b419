namespace Sfu.Server.Conference;

/// <summary>What one room holds, as counts, for the server's report about itself.</summary>
internal readonly record struct RoomCensus(int AwaitedBack, int Waiting, int Left, int RaisedHands, int ChatMessages, int Polls, int AddressMarks);
