using System.Globalization;
using Sfu.Client;

namespace Sfu.Browser.Tests.States;

/// <summary>People in a room without browsers: they only sit there. Owned by one test.</summary>
internal sealed class Crowd(Uri server, string room) : IAsyncDisposable
{
    /// <summary>Of the longest kind the server takes, and one written from right to left.</summary>
    private static readonly string[] Names = ["مريم عبد الرحمن", "Wolfgang-Amadeus Maximilian von Hohenlohe-Langenburg-Oehringen I", "Bo", "Zoë 李小龍"];

    private readonly List<HeadlessParticipant> _people = [];

    /// <summary>Lets people in until there are so many.</summary>
    public async Task GrowToAsync(int count)
    {
        while (_people.Count < count)
        {
            var name = _people.Count < Names.Length ? Names[_people.Count] : string.Create(CultureInfo.InvariantCulture, $"Person {_people.Count + 1}");
            _people.Add(await HeadlessParticipant.JoinAsync(server, room, name, new HeadlessOptions { VideoSlots = 1 }));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var person in _people) { await person.DisposeAsync(); }
    }
}
