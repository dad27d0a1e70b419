using System.Globalization;
using Sfu.Media;
using Sfu.Sockets;

namespace Sfu.Server.Metrics;

/// <summary>The media workers' counters as text. Reads plain numbers that the workers write; no worker notices.</summary>
internal static class MediaText
{
    private const double Microsecond = 1e-6;

    public static void Write(PrometheusText text, IReadOnlyList<WorkerCounts> workers)
    {
        Traffic(text, workers);
        Loops(text, workers);
        Kernel(text, workers);
        Drops(text, workers);
        Repair(text, workers);
    }

    private static void Traffic(PrometheusText text, IReadOnlyList<WorkerCounts> workers)
    {
        Counter(text, workers, "sfu_datagrams_received_total", "Datagrams received, of every kind.", counts => counts.Loop.DatagramsReceived);
        Counter(text, workers, "sfu_datagrams_sent_total", "Datagrams handed to the kernel.", counts => counts.Loop.DatagramsSent);
        Counter(text, workers, "sfu_received_bytes_total", "Bytes of datagrams received.", counts => counts.Loop.BytesReceived);
        Counter(text, workers, "sfu_sent_bytes_total", "Bytes of datagrams handed to the kernel.", counts => counts.Loop.BytesSent);
        Counter(text, workers, "sfu_rtp_received_total", "Media packets that verified.", counts => counts.Loop.Media.RtpReceived);
        Counter(text, workers, "sfu_rtp_sent_total", "Media packets forwarded, without retransmissions.", counts => counts.Loop.Media.RtpSent);
        Counter(text, workers, "sfu_rtcp_received_total", "Control packets that verified.", counts => counts.Loop.Media.RtcpReceived);
        Counter(text, workers, "sfu_rtcp_sent_total", "Control packets sent.", counts => counts.Loop.Media.RtcpSent);
    }

    private static void Loops(PrometheusText text, IReadOnlyList<WorkerCounts> workers)
    {
        Spread(text, workers, "sfu_loop_lag_seconds", "How late a loop noticed a deadline.", counts => counts.Loop.LagUs, Microsecond);
        Spread(text, workers, "sfu_loop_turn_seconds", "How long a turn of a loop took; what came meanwhile waited.", counts => counts.Loop.TurnUs, Microsecond);
        Spread(text, workers, "sfu_receive_batch_datagrams", "Datagrams taken from the kernel at once.", counts => counts.Loop.ReceiveBatches, 1);
        Spread(text, workers, "sfu_send_batch_datagrams", "Datagrams given to the port at once.", counts => counts.Loop.SendBatches, 1);
        Spread(text, workers, "sfu_send_run_datagrams", "Datagrams in one message to the kernel (UDP_SEGMENT; Linux).", counts => counts.Port.Runs, 1);
        Counter(text, workers, "sfu_send_calls_total", "System calls that sent datagrams.", counts => counts.Port.SendCalls);
    }

    private static void Kernel(PrometheusText text, IReadOnlyList<WorkerCounts> workers)
    {
        Counter(text, workers, "sfu_kernel_drops_total", "Datagrams the kernel threw away because the loop was late (SO_RXQ_OVFL; Linux).", counts => counts.Port.KernelDrops);
        Counter(text, workers, "sfu_send_failures_total", "Datagrams the kernel would not send.", counts => counts.Port.SendFailures);
        text.Family("sfu_socket_buffer_bytes", "gauge", "Buffers that the kernel granted the media sockets.");
        Each(workers, (counts, worker) => text
            .Sample("sfu_socket_buffer_bytes", $"{worker},direction=\"receive\"", counts.Port.ReceiveBufferBytes)
            .Sample("sfu_socket_buffer_bytes", $"{worker},direction=\"send\"", counts.Port.SendBufferBytes));
    }

    private static void Drops(PrometheusText text, IReadOnlyList<WorkerCounts> workers)
    {
        const string name = "sfu_dropped_total";
        text.Family(name, "counter", "Packets not forwarded or not answered, by reason.");
        Each(workers, (counts, worker) =>
        {
            Sample("UnknownKind", counts.Loop.DroppedUnknownKind);
            Sample("UnknownAddress", counts.Loop.DroppedUnknownAddress);
            Sample("Stun", counts.Loop.DroppedStun);
            Sample("Unauthenticated", counts.Loop.DroppedUnauthenticated);
            foreach (var reason in Enum.GetValues<DropReason>())
            {
                Sample(reason.ToString(), counts.Loop.Media.Dropped(reason));
            }

            void Sample(string reason, long value) => text.Sample(name, $"{worker},reason=\"{reason}\"", value);
        });
    }

    private static void Repair(PrometheusText text, IReadOnlyList<WorkerCounts> workers)
    {
        Counter(text, workers, "sfu_nacks_received_total", "Packets that subscribers asked for again.", counts => counts.Loop.Media.NacksReceived);
        Counter(text, workers, "sfu_nacks_sent_total", "Packets asked for again from publishers.", counts => counts.Loop.Media.NacksSent);
        Counter(text, workers, "sfu_retransmissions_received_total", "Packets that publishers repeated.", counts => counts.Loop.Media.RetransmissionsReceived);
        Counter(text, workers, "sfu_retransmissions_sent_total", "Packets repeated for subscribers.", counts => counts.Loop.Media.RetransmissionsSent);
        Counter(text, workers, "sfu_keyframe_requests_received_total", "Key frames that subscribers asked for.", counts => counts.Loop.Media.KeyframeRequestsReceived);
        Counter(text, workers, "sfu_keyframe_requests_sent_total", "Key frames asked for from publishers.", counts => counts.Loop.Media.KeyframeRequestsSent);
        Counter(text, workers, "sfu_layer_switches_total", "Switches of a video slot to another layer or source.", counts => counts.Loop.Media.LayerSwitches);
        Counter(text, workers, "sfu_stun_answered_total", "STUN requests answered.", counts => counts.Loop.StunAnswered);
    }

    private static void Counter(PrometheusText text, IReadOnlyList<WorkerCounts> workers, string name, string help, Func<WorkerCounts, long> value)
    {
        text.Family(name, "counter", help);
        Each(workers, (counts, worker) => text.Sample(name, worker, value(counts)));
    }

    private static void Spread(
        PrometheusText text, IReadOnlyList<WorkerCounts> workers, string name, string help, Func<WorkerCounts, Histogram> histogram, double unit)
    {
        text.Family(name, "histogram", help);
        Each(workers, (counts, worker) => text.Samples(name, worker, histogram(counts), unit));
    }

    private static void Each(IReadOnlyList<WorkerCounts> workers, Action<WorkerCounts, string> write)
    {
        for (var index = 0; index < workers.Count; index++)
        {
            write(workers[index], string.Create(CultureInfo.InvariantCulture, $"worker=\"{index}\""));
        }
    }
}
