using System.Diagnostics;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Sinter.Bench.Peers;
using Sinter.Models.Files;

namespace Sinter.Bench.Benchmarks.Files;

/// <summary>One way of bringing weights to where they are wanted, in a process of its own, so that the peak of its memory is its own.</summary>
/// <param name="Time">The seconds that it took.</param>
/// <param name="PeakMegabytes">The most resident memory of the process.</param>
internal sealed record ImportRound(Throughput Time, double PeakMegabytes)
{
    /// <summary>The word by which this program runs one round.</summary>
    public const string Command = "import-round";

    /// <summary>What the peer does: the system copies the file, and it is brought to the disk.</summary>
    public const string FileCopy = "file-copy";

    /// <summary>Reads all tensors as floats into memory.</summary>
    public const string Load = "load";

    /// <summary>Has a process of its own do a round.</summary>
    /// <param name="way"><see cref="FileCopy"/>, <see cref="Load"/>, or the type to write.</param>
    /// <param name="input">The file of weights.</param>
    public static ImportRound Start(string way, string input)
    {
        using var process = LineProcess.StartSelf(Command, input, way);
        return process.Read<ImportRound>() ?? throw new InvalidOperationException("The process of the import ended early.");
    }

    /// <summary>Does a round in this process: writes its line to the standard output.</summary>
    public static void Run(string input, string way)
    {
        var output = input + "." + way;
        var small = input + ".small";
        Throughput time;
        try
        {
            // A first small one, which is not counted, has the runtime compile.
            using (var weights = WeightFiles.Open(input))
            {
                SafeTensorsWriter.Write(small, [TensorToWrite.AsStored(weights, weights.Tensors[^1].Name)]);
            }

            Do(way, small, output);
            File.Delete(output);
            time = Throughput.Of(() => Do(way, input, output));
        }
        finally
        {
            File.Delete(small);
            File.Delete(output);
        }

        // Whoever reads the line ends this process.
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(new ImportRound(time, self.PeakWorkingSet64 / 1e6), JsonSerializerOptions.Web));
    }

    private static void Do(string way, string input, string output)
    {
        if (way == FileCopy)
        {
            File.Copy(input, output);
            using SafeFileHandle copy = File.OpenHandle(output, access: FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(copy);
            return;
        }

        using var weights = WeightFiles.Open(input);
        if (way == Load)
        {
            var tensors = weights.Tensors.Select(static tensor => GC.AllocateUninitializedArray<float>((int)tensor.Elements)).ToArray();
            for (var i = 0; i < tensors.Length; i++)
            {
                weights.ReadFloat32(weights.Tensors[i].Name, tensors[i], [.. weights.Tensors[i].Shape]);
            }

            GC.KeepAlive(tensors);
            return;
        }

        SafeTensorsWriter.Write(output, weights.Tensors.Select(tensor => TensorToWrite.From(tensor, weights)), Enum.Parse<TensorType>(way));
    }
}
