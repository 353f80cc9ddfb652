using System.Globalization;
using Sinter.Bench.Peers;
using Sinter.Tensors;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;
using Sinter.Tensors.Randomness;

namespace Sinter.Bench.Benchmarks;

/// <summary>Matrix products as programs run them, beside OpenBLAS; the best try of rounds A B A B A B.</summary>
internal sealed class GemmBenchmark : IBenchmark
{
    private const int Rounds = 3;
    private const double SecondsOfRound = 0.1;
    private const int LargeSize = 4096;

    public string Name => "gemm";

    public string Description => "Matrix products of 32-bit floats against the measured multiply-add rate. Peer: OpenBLAS.";

    public IEnumerable<Measurement> Run(BenchSettings settings)
    {
        var limits = new MachineLimits(settings.Threads);
        using var turns = Turns.With("gemm.py", settings, Rounds);
        var cpu = new CpuBackend(settings.Threads);
        var warm = false;
        foreach (var product in Products().Where(product => settings.Wants(product.Name, product.Shape)))
        {
            var program = product.Compile(cpu);
            if (!warm)
            {
                // All products share their kernels.
                Timing.Warm(program.Run);
                warm = true;
            }

            var (own, other) = turns.Best(() => Timing.Seconds(SecondsOfRound, program.Run).Min(), product.Question(SecondsOfRound));
            yield return new Measurement
            {
                Name = product.Name,
                Shape = product.Shape,
                Threads = settings.Threads,
                Unit = RateUnit.Gflops,
                Rate = program.FloatingPointOperations / own / 1e9,
                Limit = limits.Gflops(),
                Peer = turns.Peer,
                PeerRate = program.FloatingPointOperations / other / 1e9,
            };
        }
    }

    private static IEnumerable<Product> Products()
    {
        foreach (var size in (int[])[256, 512, 768, 1024, 2048])
        {
            yield return new Product(size, size, size, false, false);
            yield return new Product(size, size, size, false, true);
            yield return new Product(size, size, size, true, false);
            yield return new Product(size, size, size, true, true);
        }

        yield return new Product(LargeSize, LargeSize, LargeSize, false, false);
        yield return new Product(LargeSize, LargeSize, LargeSize, false, true);
        foreach (var size in (int[])[768, LargeSize])
        {
            foreach (var rows in (int[])[1, 4, 16])
            {
                yield return new Product(rows, size, size, false, true);
                yield return new Product(rows, size, size, false, false);
            }
        }
    }

    private sealed record Product(int M, int N, int K, bool TransposeA, bool TransposeB)
    {
        public string Name => $"gemm {(TransposeA ? 't' : 'n')}{(TransposeB ? 't' : 'n')}";

        public string Shape => string.Create(CultureInfo.InvariantCulture, $"{M}x{N}x{K}");

        public string Question(double seconds)
            => string.Create(CultureInfo.InvariantCulture, $"{M} {N} {K} {(TransposeA ? 1 : 0)} {(TransposeB ? 1 : 0)} {seconds}");

        public StepProgram Compile(CpuBackend cpu)
        {
            var a = Tensor.Input(cpu, TransposeA ? [K, M] : [M, K]);
            var b = Tensor.Input(cpu, TransposeB ? [N, K] : [K, N]);
            var program = StepProgram.Compile(a.MatMul(b, TransposeA, TransposeB));
            var random = new RandomStream(1, "gemm");
            foreach (var input in (ReadOnlySpan<Tensor>)[a, b])
            {
                foreach (ref var value in program.Values<float>(input))
                {
                    value = (float)((2 * random.NextDouble()) - 1);
                }
            }

            return program;
        }
    }
}
