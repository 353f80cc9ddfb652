using System.Numerics;
using System.Runtime.Intrinsics;

namespace Sinter.Tensors.Cpu.Gemm;

/// <summary>The matrix product with the micro-kernel chosen for this machine.</summary>
internal abstract unsafe class GemmKernels
{
    /// <summary>The kernels by name, widest first; the first that the machine runs is used.</summary>
    private static readonly (string Name, bool Supported, GemmKernels Kernels)[] All =
    [
        ("avx512", Vector512.IsHardwareAccelerated, new Of<Avx512Kernel12x32>()),
        ("avx2", Vector256.IsHardwareAccelerated, new Of<Avx2Kernel6x16>()),

        // Other kernels take a panel's columns vector by vector: where the runtime was told to make Vector<T> wider than a panel, this one is left out.
        ("portable", PortableKernel6x8.Columns % Vector<float>.Count == 0, new Of<PortableKernel6x8>()),
    ];

    /// <summary>The kernels in use: those that the environment variable SINTER_SIMD names, else the widest that the machine has.</summary>
    public static GemmKernels Chosen { get; } = Choose(Environment.GetEnvironmentVariable("SINTER_SIMD"));

    /// <summary>The name of the instruction set, as SINTER_SIMD takes it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>All that this machine runs.</summary>
    public static IEnumerable<GemmKernels> Supported => All.Where(entry => entry.Supported).Select(entry => Named(entry.Name));

    /// <summary>Rows of a tile, and of a panel of A.</summary>
    public abstract int Rows { get; }

    /// <summary>Columns of a tile, and of a panel of B.</summary>
    public abstract int Columns { get; }

    /// <summary>Multiplies panels that are packed already; <paramref name="tile"/> is scratch for rows times columns.</summary>
    public abstract void Multiply(in PanelProduct product, float* tile);

    /// <summary>The memory besides tensors that <see cref="Run"/> takes with a number of workers.</summary>
    public abstract KernelScratch Scratch(int rows, int columns, int depth, int threads);

    /// <summary>Computes with all workers; the packed block of B grows to what is needed.</summary>
    public abstract void Run(Workers workers, in GemmCall call, ref NativeBuffer? packedB);

    /// <summary>Computes on the calling thread with scratch of <see cref="ScratchFloats"/>.</summary>
    public abstract void RunAlone(in GemmCall call, float* scratch);

    /// <summary>Scratch that <see cref="RunAlone"/> needs, in floats.</summary>
    public abstract long ScratchFloats(int rows, int depth);

    /// <summary>Chooses by name, or the widest where there is none.</summary>
    /// <exception cref="ArgumentException">The name is not known, or the machine does not run it.</exception>
    internal static GemmKernels Choose(string? name)
    {
        foreach (var (entry, supported, _) in All)
        {
            if (supported && (string.IsNullOrEmpty(name) || string.Equals(entry, name, StringComparison.OrdinalIgnoreCase)))
            {
                return Named(entry);
            }
        }

        throw new ArgumentException($"SINTER_SIMD is '{name}'; this machine runs {string.Join(", ", All.Where(entry => entry.Supported).Select(entry => entry.Name))}.");
    }

    private static GemmKernels Named(string name)
    {
        var kernels = All.First(entry => entry.Name == name).Kernels;
        kernels.Name = name;
        return kernels;
    }

    private sealed class Of<TKernel> : GemmKernels
        where TKernel : struct, IMicroKernel
    {
        public override int Rows => TKernel.Rows;

        public override int Columns => TKernel.Columns;

        public override void Multiply(in PanelProduct product, float* tile) => GemmDriver<TKernel>.Multiply(product, tile);

        public override void Run(Workers workers, in GemmCall call, ref NativeBuffer? packedB) => GemmDriver<TKernel>.Run(workers, call, ref packedB);

        public override KernelScratch Scratch(int rows, int columns, int depth, int threads) => GemmDriver<TKernel>.Scratch(rows, columns, depth, threads);

        public override void RunAlone(in GemmCall call, float* scratch) => GemmDriver<TKernel>.RunAlone(call, scratch);

        public override long ScratchFloats(int rows, int depth) => GemmDriver<TKernel>.ScratchFloats(rows, depth);
    }
}
