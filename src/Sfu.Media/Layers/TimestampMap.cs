using Sfu.WebRtc;

namespace Sfu.Media.Layers;

/// <summary>
/// Keeps a slot's RTP timestamps running on when the stream behind it changes: <c>out = in + offset</c>.
/// <para>Between layers of one source the sender reports of both say when each frame was captured, whatever random offset
/// its timestamps have. The mapping is anchored once per source (capture time to outgoing timestamp), so the error of one
/// report never adds to that of the next switch. Between sources, and before reports have come, the time passed on our
/// own clock is taken.</para>
/// <para>Invariant: the first timestamp after a switch is later than every one before it.</para>
/// Owned by one slot.
/// </summary>
internal struct TimestampMap(int clockRate)
{
    /// <summary>A capture-time mapping this far from what our clock says is not believed: reports lie, clocks get set.</summary>
    private const long ImplausibleUs = MonotonicTime.Second;

    private readonly int _clockRate = clockRate;
    private uint _offset;
    private uint _lastInput;
    private uint _lastOutput;
    private long _lastUs;
    private bool _started;
    private bool _anchored;
    private ulong _anchorNtp;
    private uint _anchorOutput;

    public readonly uint Offset => _offset;

    public readonly uint LastOutput => _lastOutput;

    public uint Map(uint input, long nowUs)
    {
        var output = input + _offset;
        if (!_started || (int)(output - _lastOutput) > 0)
        {
            _started = true;
            _lastInput = input;
            _lastOutput = output;
            _lastUs = nowUs;
        }

        return output;
    }

    /// <summary>What follows comes from another participant or device: its clock has nothing to do with the last one's.</summary>
    /// <param name="minimumStep">The least the timestamp moves on: one frame.</param>
    public void SwitchSource(uint firstInput, uint minimumStep, long nowUs)
    {
        _anchored = false;
        if (!_started)
            return;
        _offset = Later(ByArrival(nowUs), minimumStep) - firstInput;
    }

    /// <summary>What follows is another layer of the same source, beginning with the frame at <paramref name="firstInput"/>.</summary>
    public void SwitchLayer(in SenderReportClock from, in SenderReportClock to, uint firstInput, long nowUs)
    {
        if (!_started)
            return;
        if (!_anchored && from.IsKnown)
        {
            _anchored = true;
            _anchorNtp = from.ToNtp(_lastInput, _clockRate);
            _anchorOutput = _lastOutput;
        }

        var byArrival = ByArrival(nowUs);
        var output = byArrival;
        if (_anchored && to.IsKnown)
        {
            var byCapture = ByCapture(to.ToNtp(firstInput, _clockRate));
            if (Math.Abs((long)(int)(byCapture - byArrival)) <= ImplausibleUs * _clockRate / MonotonicTime.Second)
                output = byCapture;
            else
                _anchored = false;
        }

        _offset = Later(output, 1) - firstInput;
    }

    private readonly uint ByArrival(long nowUs) =>
        _lastOutput + (uint)((nowUs - _lastUs) * _clockRate / MonotonicTime.Second);

    private readonly uint ByCapture(ulong ntp)
    {
        // 32.32 seconds to ticks; the 128-bit product keeps any difference exact.
        var ticks = (Int128)(long)(ntp - _anchorNtp) * _clockRate >> 32;
        return _anchorOutput + (uint)(long)ticks;
    }

    private readonly uint Later(uint output, uint minimumStep) =>
        (int)(output - _lastOutput) >= (int)minimumStep ? output : _lastOutput + minimumStep;
}
