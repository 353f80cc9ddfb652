using System.Runtime.InteropServices;
using Sinter.Bench.Benchmarks.Data;
using Sinter.Models.Files;

namespace Sinter.Bench.Benchmarks.Files;

/// <summary>
/// Import of a SafeTensors file of 1 GB through our reader and writer, beside the system's copy of the same file, each to the disk, in turns. The file has just been
/// read, so that the disk is only written to. Bytes are those of the input.
/// </summary>
internal sealed class ImportBenchmark : IBenchmark
{
    private const int Rounds = 3;
    private const int Width = 2048;
    private const long FileBytes = 1_000_000_000;

    public string Name => "import";

    public string Description => "Import of 1 GB of weights: copied to another file in the same type or a narrower one, and loaded as floats. Peer: File.Copy, brought to the disk as ours is.";

    public IEnumerable<Measurement> Run(BenchSettings settings)
    {
        (TensorType Stored, string Way, string Row, string Goal)[] rows =
        [
            (TensorType.Float32, nameof(TensorType.Float32), "copy", "ratio 0.9, peak 1,100 MB"),
            (TensorType.BFloat16, nameof(TensorType.BFloat16), "copy", "ratio 0.9, peak 1,100 MB"),
            (TensorType.Float32, nameof(TensorType.BFloat16), "narrow", "peak 1,100 MB"),
            (TensorType.BFloat16, nameof(TensorType.Float32), "widen", "peak 2,200 MB"),
            (TensorType.Float32, ImportRound.Load, "load", "peak 1,100 MB"),
            (TensorType.BFloat16, ImportRound.Load, "load", "peak 2,200 MB"),
        ];
        foreach (var group in rows.Where(row => settings.Wants(row.Row, Shape(row.Stored, row.Way))).GroupBy(static row => row.Stored))
        {
            var path = Path.Combine(BenchmarkInput.Folder, $"import-{Guid.NewGuid():N}.safetensors");
            try
            {
                Make(path, group.Key);
                foreach (var (stored, way, name, goal) in group)
                {
                    yield return Measure(path, way) with { Name = name, Shape = Shape(stored, way), Goal = goal };
                }
            }
            finally
            {
                File.Delete(path);
            }
        }
    }

    private static Measurement Measure(string path, string way)
    {
        List<ImportRound> own = [], other = [];
        for (var round = 0; round < Rounds; round++)
        {
            own.Add(ImportRound.Start(way, path));
            other.Add(ImportRound.Start(ImportRound.FileCopy, path));
        }

        var best = own.MinBy(static round => round.Time.Seconds)!;
        return best.Time.ToRow(way, way, 1, FileBytes) with
        {
            PeakMegabytes = own.Max(static round => round.PeakMegabytes),
            Peer = "File.Copy",
            PeerRate = FileBytes / 1e6 / other.Min(static round => round.Time.Seconds),
            PeerPeakMegabytes = other.Max(static round => round.PeakMegabytes),
        };
    }

    private static string Shape(TensorType stored, string way) => $"{stored} to {(way == ImportRound.Load ? "memory" : way)}";

    /// <summary>Random weights in matrices of a usual size, and one of the size of an embedding.</summary>
    private static void Make(string path, TensorType type)
    {
        Directory.CreateDirectory(BenchmarkInput.Folder);
        var elements = FileBytes / (type == TensorType.Float32 ? sizeof(float) : sizeof(ushort));
        var tensors = new List<TensorToWrite> { Random("embedding", (int)(elements / 8 / Width)) };
        for (var left = elements - tensors[0].Info.Elements; left >= Width; left -= tensors[^1].Info.Elements)
        {
            tensors.Add(Random($"matrix.{tensors.Count:000}", (int)Math.Min(Width, left / Width)));
        }

        SafeTensorsWriter.Write(path, tensors, type);
    }

    private static TensorToWrite Random(string name, int rows) => new(new TensorInfo(name, [rows, Width]), destination =>
    {
        // Bits of all kinds, as numbers between 1 and 2.
        var random = new Random(rows);
        random.NextBytes(MemoryMarshal.AsBytes(destination));
        foreach (ref var bits in MemoryMarshal.Cast<float, uint>(destination))
        {
            bits = (bits & 0x007F_FFFF) | 0x3F80_0000;
        }
    });
}
