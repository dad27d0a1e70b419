namespace Sfu.LoadTest.Measurement;

/// <summary>Which runs count: a number that the machine or the network made is no number of the server's.</summary>
internal static class Verdict
{
    /// <summary>A core busier than this makes everything wait for it: what is measured then is the queue.</summary>
    public const double SaturatedShare = 0.9;

    public const double LossLimit = 0.001;

    /// <summary>Packets that nobody was to get, as a share of those somebody was.</summary>
    public const double UnexpectedLimit = 0.001;

    /// <summary>Why a run does not count, or an empty text.</summary>
    public static string ProblemOf(RunResult result)
    {
        if (result.Wanted == 0)
            return "nothing was sent";
        if (result.Loss > LossLimit)
            return $"{result.Loss:P2} of the packets were lost";
        if (result.ServerShare > SaturatedShare)
            return $"the server used {result.ServerShare:P0} of its core";
        if (result.GeneratorShare > SaturatedShare)
            return $"the generator used {result.GeneratorShare:P0} of its core";
        return result.Unexpected > result.Wanted * UnexpectedLimit ? $"{result.Unexpected} packets nobody asked for" : "";
    }
}
