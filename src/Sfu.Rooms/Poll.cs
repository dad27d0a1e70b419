using System.Collections.Immutable;

namespace Sfu.Rooms;

/// <summary>A question as asked.</summary>
public sealed record PollDraft(string Question, ImmutableArray<string> Options, bool Multiple, bool Anonymous, bool Live)
{
    public bool TryClean(out PollDraft cleaned)
    {
        cleaned = this;
        if (Options.Length is < 2 or > Limits.PollOptions || !MessageText.TryParse(Question, Limits.PollTextChars, mayBeEmpty: false, out var question))
        {
            return false;
        }

        var options = ImmutableArray.CreateBuilder<string>(Options.Length);
        foreach (var text in Options)
        {
            if (text is null || !MessageText.TryParse(text, Limits.PollTextChars, mayBeEmpty: false, out var option))
            {
                return false;
            }

            options.Add(option);
        }

        cleaned = this with { Question = question, Options = options.MoveToImmutable() };
        return true;
    }
}

/// <summary>A poll of a room. Votes are kept by seat, so that nobody votes twice by coming back; who voted for what is shown of named polls only.</summary>
public sealed record Poll(uint Id, PollDraft Draft)
{
    public bool IsClosed { get; init; }

    public ImmutableSortedDictionary<string, Vote> Votes { get; init; } = ImmutableSortedDictionary.Create<string, Vote>(StringComparer.Ordinal);

    /// <summary>True when counts may be shown now.</summary>
    public bool ShowsResults => Draft.Live || IsClosed;

    public bool Accepts(ImmutableArray<int> choices) =>
        !choices.IsDefaultOrEmpty && (Draft.Multiple || choices.Length == 1) && choices.Length <= Draft.Options.Length
        && choices.All(choice => choice >= 0 && choice < Draft.Options.Length) && choices.Distinct().Count() == choices.Length;

    public ImmutableArray<int> Count() =>
        [.. Enumerable.Range(0, Draft.Options.Length).Select(option => Votes.Values.Count(vote => vote.Choices.Contains(option)))];
}

public sealed record Vote(string Name, ImmutableArray<int> Choices);

/// <summary>A line of the chat.</summary>
/// <param name="Number">The Unix milliseconds of its writing, or more where lines come faster: it grows across restarts too.</param>
/// <param name="From">0: somebody of the meeting before a restart.</param>
/// <param name="To">0: everybody, or somebody of the meeting before a restart.</param>
public sealed record ChatLine(long Number, uint From, string FromName, uint To, string ToName, string Text, long AtMs)
{
    /// <summary>Seats of author and reader of a private line, by which they find it again when they come back.</summary>
    public string FromSeat { get; init; } = "";

    public string ToSeat { get; init; } = "";

    /// <summary>By which the server knows the line again when a client hands it in after a restart; means nothing to the rules.</summary>
    public string Proof { get; init; } = "";

    public bool IsPrivate => ToSeat.Length > 0;

    public bool IsFor(Participant reader) => !IsPrivate || reader.Seat == FromSeat || reader.Seat == ToSeat;
}
