using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Sinter.Data.Reports;
using Sinter.Data.Sources;
using Sinter.Tensors.Cpu;

namespace Sinter.Cli.Verbs;

/// <summary><c>sinter doctor</c>: what this machine offers, measured in about a second, and what is missing.</summary>
internal static class DoctorVerb
{
    private const long EnoughMemory = 2_000_000_000;
    private const long EnoughDisk = 1_000_000_000;

    /// <summary>How long each rate is measured, in seconds.</summary>
    private const double MeasureSeconds = 0.2;

    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var verb = new Verb("doctor", "Measures what this machine offers to a run, and says what is missing.", "sinter doctor");
        verb.SetAction(parsed => Run(parsed.InvocationConfiguration.Output));
        return verb;
    }

    private static int Run(TextWriter output)
    {
        var missing = new List<string>();
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var disk = FreeSpace.At(".");
        Line(output, "system", $"{RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.ProcessArchitecture}");
        Line(output, ".NET", RuntimeInformation.FrameworkDescription);
        Line(output, "cores", Units.Count(Environment.ProcessorCount));
        Line(output, "SIMD", string.Join(", ", SimdSets()));
        Line(output, "memory", Units.Bytes(memory));
        Line(output, "disk", disk is { } free ? $"{Units.Bytes(free)} free here" : "not known");
        Line(output, "arithmetic", Arithmetic());
        Line(output, "transfer", memory < EnoughMemory ? "not measured, as it takes much memory" : Transfer());
        if (!Vector256.IsHardwareAccelerated && !AdvSimd.IsSupported)
        {
            missing.Add("vectors of 256 bits (AVX2): training works without, only slower");
        }

        if (memory < EnoughMemory)
        {
            missing.Add($"memory: {Units.Bytes(EnoughMemory)} are enough for the first recipe; use a smaller pretrain.batchSize");
        }

        if (disk < EnoughDisk)
        {
            missing.Add($"disk: a run takes up to {Units.Bytes(EnoughDisk)}; free some space, or use --out on another disk");
        }

        Line(output, "references", References(missing));
        Line(output, "missing", missing.Count == 0 ? "nothing" : string.Join("; ", missing));
        return ExitCode.Done;
    }

    /// <summary>The multiply-adds of the registers alone: the limit of training on this machine.</summary>
    private static string Arithmetic()
    {
        var cores = Environment.ProcessorCount;
        var one = MachineRates.MultiplyAddRate(1, MeasureSeconds);
        var all = cores == 1 ? "" : $", {Giga(MachineRates.MultiplyAddRate(cores, MeasureSeconds))}FLOP/s on {Units.Count(cores)}";
        return $"{Giga(one)}FLOP/s on one thread{all} (float32 multiply-adds, {MachineRates.InstructionSet})";
    }

    private static string Transfer()
    {
        var cores = Environment.ProcessorCount;
        return $"{Giga(MachineRates.MemoryRate(cores, MeasureSeconds))}B/s read and written ({(cores == 1 ? "one thread" : Units.Count(cores) + " threads")})";
    }

    private static string Giga(double rate) => Quantity.Number(rate / 1e9, digits: 3) + " G";

    private static string References(List<string> missing)
    {
        try
        {
            var reference = DotNetReference.Find();
            return string.Create(CultureInfo.InvariantCulture, $"{reference.Files.Count} files, {Units.Bytes(reference.Bytes)} below '{reference.Location}'");
        }
        catch (IOException fault)
        {
            missing.Add("reference packs: " + fault.Message.TrimEnd('.'));
            return "none";
        }
    }

    /// <summary>The instruction sets that our kernels can use, as the runtime sees them (also when switched off by DOTNET_EnableAVX2 and the like).</summary>
    private static IEnumerable<string> SimdSets()
    {
        (string Name, bool Has)[] sets =
        [
            ("AVX2", Avx2.IsSupported), ("FMA", Fma.IsSupported), ("AVX-512F", Avx512F.IsSupported), ("AVX-512BW", Avx512BW.IsSupported),
            ("AdvSimd", AdvSimd.IsSupported), ("ARM DP", Dp.IsSupported),
        ];
        var has = sets.Where(set => set.Has).Select(set => set.Name).DefaultIfEmpty("none");
        var widest = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;
        return has.Append(string.Create(CultureInfo.InvariantCulture, $"widest vector {widest} bits"));
    }

    private static void Line(TextWriter output, string name, string value) => output.WriteLine($"{name,-10}  {value}");
}
