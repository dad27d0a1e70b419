namespace Sfu.Server.Health;

/// <summary>Whether new visitors should be sent here: from the moment everything runs until the server stops or a worker has died.</summary>
internal sealed class Readiness
{
    private volatile bool _isReady;
    private volatile bool _hasFailed;

    public bool IsReady => _isReady && !_hasFailed;

    public bool HasFailed => _hasFailed;

    public void Begin() => _isReady = true;

    public void End() => _isReady = false;

    public void Fail() => _hasFailed = true;
}
