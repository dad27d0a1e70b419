namespace Sfu.Server.Metrics;

/// <summary><c>/metrics</c>: counts in Prometheus' text format. To others than <see cref="MetricsAccess"/> lets in there is no such page.</summary>
internal static class MetricsEndpoint
{
    public static void MapMetrics(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/metrics", Show);

    private static IResult Show(HttpContext context, MetricsAccess access, MeterSums sums, MediaCounts media)
    {
        if (!access.IsAllowed(context))
        {
            return Results.NotFound();
        }

        context.Response.Headers.CacheControl = "no-store";
        var text = new PrometheusText();
        sums.Write(text);
        MediaText.Write(text, media.Workers);
        ProcessText.Write(text);
        return Results.Text(text.ToString(), PrometheusText.ContentType);
    }
}
