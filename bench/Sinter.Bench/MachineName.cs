using System.Globalization;
using System.Text.RegularExpressions;
using Sinter.Tensors.Cpu;

namespace Sinter.Bench;

/// <summary>What results are filed under: the processor, its cores and the instruction set in use.</summary>
internal static partial class MachineName
{
    /// <summary>For example <c>AMD EPYC 7763 64-Core Processor, 2 cores, avx2</c>.</summary>
    public static string Full { get; } = string.Create(CultureInfo.InvariantCulture, $"{Processor()}, {Environment.ProcessorCount} cores, {MachineRates.InstructionSet}");

    /// <summary><see cref="Full"/> in letters that every file system takes.</summary>
    public static string FileName { get; } = Others().Replace(Full.Replace("(R)", "", StringComparison.Ordinal), "-").Trim('-');

    private static string Processor()
    {
        const string LinuxList = "/proc/cpuinfo";
        var line = File.Exists(LinuxList) ? File.ReadLines(LinuxList).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
            ?? System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString();
    }

    [GeneratedRegex("[^A-Za-z0-9]+", RegexOptions.None, 1000)]
    private static partial Regex Others();
}
