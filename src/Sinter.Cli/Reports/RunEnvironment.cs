using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Sinter.Data.Reports;

namespace Sinter.Cli.Reports;

/// <summary>The machine and the software that a run depends on for its speed.</summary>
public static class RunEnvironment
{
    /// <summary>Names and values in the order in which they are shown.</summary>
    public static IReadOnlyDictionary<string, string> Describe() => new OrderedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["Sinter"] = typeof(RunEnvironment).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown",
        [".NET"] = RuntimeInformation.FrameworkDescription.Replace(".NET ", "", StringComparison.Ordinal),
        ["Operating system"] = RuntimeInformation.OSDescription,
        ["Architecture"] = RuntimeInformation.ProcessArchitecture.ToString(),
        ["Logical processors"] = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture),
        ["Vectors"] = Vectors(),
        ["Memory"] = Quantity.Bytes(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes),
    };

    private static string Vectors()
    {
        var bits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;
        return bits == 0 ? "none" : string.Create(CultureInfo.InvariantCulture, $"{bits} bits{(Fma.IsSupported ? " with FMA" : "")}");
    }
}
