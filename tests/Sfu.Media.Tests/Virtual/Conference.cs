using Sfu.Media.Rooms;
using Sfu.WebRtc;

namespace Sfu.Media.Tests.Virtual;

/// <summary>A room and its clients in virtual time: no sockets, no clock, everything in the order the test says.</summary>
internal sealed class Conference : IMediaEvents, IDisposable
{
    private const long StepUs = 5 * MonotonicTime.Millisecond;

    private readonly DatagramBatch _output = new(8192);
    private readonly List<(long AtUs, Action Run)> _later = [];
    private uint _nextNumber = 1;

    public Conference() => Room = new MediaRoom(this);

    public MediaRoom Room { get; }

    public long NowUs { get; private set; } = 100 * MonotonicTime.Second;

    public List<Client> Clients { get; } = [];

    public List<uint[]> Speakers { get; } = [];

    public Client Join(int audioSlots = 5, int videoSlots = 4, bool connect = true)
    {
        var client = new Client(this, _nextNumber++, audioSlots, videoSlots);
        Clients.Add(client);
        return connect ? client.Connect() : client;
    }

    public void Leave(Client client)
    {
        Room.Remove(client.Media);
        Clients.Remove(client);
    }

    /// <summary>Runs the room at this instant: what came in goes out.</summary>
    public void Deliver()
    {
        Room.Forward(NowUs, _output);
        Drain();
        if (Room.NextDeadlineUs <= NowUs)
            Room.HandleTimers(NowUs, _output);
        Drain();
    }

    /// <summary>Runs the room as a busy loop does, which lets a voice wait for others; false: it waits.</summary>
    public bool TryDeliver(long longestHoldUs)
    {
        var delivered = Room.TryForward(NowUs, longestHoldUs, _output);
        Drain();
        return delivered;
    }

    /// <summary>Lets time pass in small steps, with each step's packets delivered.</summary>
    public void Advance(long milliseconds, Action? eachStep = null)
    {
        var untilUs = NowUs + milliseconds * MonotonicTime.Millisecond;
        while (NowUs < untilUs)
        {
            NowUs += StepUs;
            RunDue();
            eachStep?.Invoke();
            Deliver();
        }
    }

    /// <summary>Delivers what came in, and moves on in one step.</summary>
    public void Step(long microseconds)
    {
        RunDue();
        Deliver();
        NowUs += microseconds;
    }

    /// <summary>Lets time pass, and nothing happen.</summary>
    public void Pass(long microseconds) => NowUs += microseconds;

    public void After(long delayUs, Action run) => _later.Add((NowUs + delayUs, run));

    public void SlotsChanged(MediaParticipant subscriber, ReadOnlySpan<SlotAssignment> slots)
    {
        var client = Clients.FirstOrDefault(client => client.Number == subscriber.Number);
        if (client is null)
            return;
        client.Slots = slots.ToArray();
        client.SlotsChangedCount++;
    }

    public void SpeakersChanged(ReadOnlySpan<uint> participants) => Speakers.Add(participants.ToArray());

    public void Dispose()
    {
        Room.Dispose();
        foreach (var client in Clients)
            client.Dispose();
        _output.Dispose();
    }

    private void RunDue()
    {
        for (var i = 0; i < _later.Count; i++)
        {
            if (_later[i].AtUs > NowUs)
                continue;
            var run = _later[i].Run;
            _later.RemoveAt(i--);
            run();
        }
    }

    private void Drain()
    {
        for (var i = 0; i < _output.Count; i++)
        {
            var destination = _output.Destination(i);
            Clients.Find(client => client.Address == destination)?.Receive(_output[i]);
        }

        Assert.Equal(0, _output.Dropped);
        _output.Clear();
    }
}
