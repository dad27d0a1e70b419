using Sfu.Server.Contracts;

namespace Sfu.Server.Hub;

internal static class Replies
{
    public const string Overloaded = "The media worker is overloaded; try again.";

    public static Reply<Done> Done { get; } = new(new Done(), null);

    public static Reply<T> Give<T>(T value)
        where T : class => new(value, null);

    public static Reply<T> Refuse<T>(ProblemCode code, string detail)
        where T : class => new(null, new Problem(code, detail));
}
