using System.Diagnostics;
using System.Text.Json;

namespace Sinter.Tensors.Profiling;

/// <summary>
/// Writes what profilers have kept as a trace that chrome://tracing, Perfetto and the like show: complete events in microseconds, one track for
/// each kind of operation and one for the steps, one process for each profiler.
/// </summary>
public static class ChromeTrace
{
    private const string StepTrack = "step";

    /// <summary>Writes one file.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="profiles">What to show, each under a name of its own, such as the stage of a run.</param>
    public static void Write(Stream stream, params IReadOnlyList<(string Name, Profiler Profiler)> profiles)
    {
        var origin = profiles.SelectMany(static profile => profile.Profiler.Kept).Select(static step => step.Start).DefaultIfEmpty(0).Min();
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteString("displayTimeUnit", "ms");
        json.WriteStartArray("traceEvents");
        for (var process = 1; process <= profiles.Count; process++)
        {
            WriteProcess(json, process, profiles[process - 1].Name, profiles[process - 1].Profiler, origin);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteProcess(Utf8JsonWriter json, int process, string name, Profiler profiler, long origin)
    {
        WriteName(json, process, 0, "process_name", name);
        WriteName(json, process, 0, "thread_name", StepTrack);
        var tracks = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var step in profiler.Kept)
        {
            WriteEvent(json, process, 0, StepTrack, step.Start - origin, step.End - step.Start);
            json.WriteEndObject();
            foreach (var (call, start, end) in step.Calls)
            {
                if (!tracks.TryGetValue(call.Operation, out var track))
                {
                    tracks[call.Operation] = track = tracks.Count + 1;
                    WriteName(json, process, track, "thread_name", call.Operation);
                }

                WriteEvent(json, process, track, call.Operation, start - origin, end - start);
                json.WriteStartObject("args");
                json.WriteNumber("flops", call.FloatingPointOperations);
                json.WriteNumber("bytes", call.BytesMoved);
                json.WriteEndObject();
                json.WriteEndObject();
            }
        }
    }

    /// <summary>Begins a complete event; its object is left open.</summary>
    private static void WriteEvent(Utf8JsonWriter json, int process, int track, string name, long start, long duration)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("ph", "X");
        json.WriteNumber("ts", Microseconds(start));
        json.WriteNumber("dur", Microseconds(duration));
        json.WriteNumber("pid", process);
        json.WriteNumber("tid", track);
    }

    /// <summary>Names a process or a track, which are numbers otherwise.</summary>
    private static void WriteName(Utf8JsonWriter json, int process, int track, string kind, string name)
    {
        json.WriteStartObject();
        json.WriteString("name", kind);
        json.WriteString("ph", "M");
        json.WriteNumber("pid", process);
        json.WriteNumber("tid", track);
        json.WriteStartObject("args");
        json.WriteString("name", name);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static double Microseconds(long ticks) => Math.Round(ticks * 1e6 / Stopwatch.Frequency, 3);
}
