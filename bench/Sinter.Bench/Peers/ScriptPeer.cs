using System.Globalization;
using Sinter.Tensors.Cpu;

namespace Sinter.Bench.Peers;

/// <summary>
/// A peer that a script of ours drives, in Python or for Node.js. The script's first line is <c>{"peer": name}</c>, or <c>{"missing": sentence}</c> where it cannot
/// find what it needs; then another interpreter of the search path is tried, as the one with the peer's packages is often not the first.
/// </summary>
internal static class ScriptPeer
{
    /// <summary>Starts a script; null, and a sentence on the error stream, where the peer is not to be had.</summary>
    public static (LineProcess Process, string Name)? Start(string script, int threads, params IEnumerable<string> arguments)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "peers", script);
        var count = threads.ToString(CultureInfo.InvariantCulture);
        var environment = new Dictionary<string, string> { ["OMP_NUM_THREADS"] = count, ["OPENBLAS_NUM_THREADS"] = count };
        if (CoreType is { } core)
        {
            environment["OPENBLAS_CORETYPE"] = core;
        }

        var (interpreter, command) = Path.GetExtension(script) == ".py" ? ("Python", "python3") : ("Node.js", "node");
        var reason = $"no {interpreter} was found on the search path";
        foreach (var program in Programs(command))
        {
            var process = LineProcess.Start(program, [path, count, .. arguments], environment);
            var answer = process.Read<Greeting>();
            if (answer?.Peer is { } name)
            {
                return (process, name);
            }

            reason = answer?.Missing ?? $"'{program}' does not run {script}";
            process.Dispose();
        }

        Console.Error.WriteLine($"The peer is left out: {reason}.");
        return null;
    }

    /// <summary>
    /// The kernels that OpenBLAS is told to use. Left alone, it takes those of 2004 on every processor that is newer than itself, several times
    /// slower than what it has: no peer to be proud of beating. A choice of the user's stands.
    /// </summary>
    private static string? CoreType => Environment.GetEnvironmentVariable("OPENBLAS_CORETYPE") is not null ? null : MachineRates.InstructionSet switch
    {
        "avx512" => "SkylakeX",
        "avx2" => "Haswell",
        _ => null,
    };

    private static IEnumerable<string> Programs(string command)
    {
        var names = !OperatingSystem.IsWindows() ? [command] : command == "python3" ? new[] { "python.exe", "python3.exe" } : [command + ".exe"];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.SelectMany(folder => names.Select(name => Path.Combine(folder, name))).Where(File.Exists);
    }

    private sealed record Greeting(string? Peer, string? Missing);
}
