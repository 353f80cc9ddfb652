using Sinter.Tensors.Cpu;
using Sinter.Tensors.Programs;

namespace Sinter.Tensors.Optimizers;

/// <summary>
/// AdamW whose two means take one byte a weight each (Dettmers et al. 2022): blocks of 256 numbers share a scale, and within a block a number is a code of
/// <see cref="DynamicQuantization"/>. A step turns a block into floats, updates it as <see cref="AdamW"/> does, and turns it back, while it lies
/// in the first-level cache. Blocks are cut from the flat memory of all parameters; embeddings are treated as all others.
/// </summary>
public sealed unsafe class AdamW8Bit : FusedOptimizer
{
    private const int BlocksPerTask = 256;

    /// <summary>Weight and gradient are read and written, and the gradient was read once before, for the norm; the codes are read and written.</summary>
    private const int BytesMovedByWeight = (5 * sizeof(float)) + 4;

    private readonly AdamWOptions _options;
    private readonly OptimizerState _means;
    private readonly OptimizerState _meanScales;
    private readonly OptimizerState _squares;
    private readonly OptimizerState _squareScales;

    /// <summary>An optimizer with no history.</summary>
    /// <param name="parameters">What is trained; on the processor.</param>
    /// <param name="options">The settings.</param>
    public AdamW8Bit(ParameterSet parameters, AdamWOptions options)
        : base(parameters, options.GradientClip)
    {
        _options = options;
        var blocks = Blocks(parameters);
        _means = new OptimizerState("adamw8bit.means", new NativeBuffer(blocks * DynamicQuantization.BlockSize));
        _meanScales = new OptimizerState("adamw8bit.meanScales", new NativeBuffer(blocks * sizeof(float)));
        _squares = new OptimizerState("adamw8bit.squares", new NativeBuffer(blocks * DynamicQuantization.BlockSize));
        _squareScales = new OptimizerState("adamw8bit.squareScales", new NativeBuffer(blocks * sizeof(float)));
        State = [_means, _meanScales, _squares, _squareScales];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<OptimizerState> State { get; }

    /// <inheritdoc/>
    public override long BytesMoved => (BytesMovedByWeight * Parameters.TrainedLength) + (4 * _meanScales.Buffer.Bytes);

    /// <summary>Bytes of state that a set of parameters needs: two for each weight, and two scales for each block.</summary>
    public static long StateBytes(ParameterSet parameters) => 2 * Blocks(parameters) * (DynamicQuantization.BlockSize + sizeof(float));

    /// <summary>Bytes of working memory that a set of parameters needs.</summary>
    public static long ScratchBytes(ParameterSet parameters) => GradientNorm.ScratchBytes(parameters);

    private protected override void Update(double learningRate, double clip)
    {
        var update = AdamWUpdate.Of(_options, learningRate, Steps, clip) with
        {
            Weights = Weights,
            Gradients = Gradients,
            Length = Parameters.TrainedLength,
            DecayedLength = Parameters.DecayedLength,
        };
        var body = new Body(update, (byte*)_means.Buffer.Pointer, (float*)_meanScales.Buffer.Pointer, (byte*)_squares.Buffer.Pointer, (float*)_squareScales.Buffer.Pointer);
        Cpu.Workers.For((int)((Blocks(Parameters) + BlocksPerTask - 1) / BlocksPerTask), body);
    }

    private static long Blocks(ParameterSet parameters) => (parameters.TrainedLength + DynamicQuantization.BlockSize - 1) / DynamicQuantization.BlockSize;

    private readonly struct Body(AdamWUpdate update, byte* means, float* meanScales, byte* squares, float* squareScales) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            // What lies behind the last weight of the last block stays 0, so that it never decides a scale.
            var meanFloats = stackalloc float[DynamicQuantization.BlockSize];
            var squareFloats = stackalloc float[DynamicQuantization.BlockSize];
            var blocks = (update.Length + DynamicQuantization.BlockSize - 1) / DynamicQuantization.BlockSize;
            for (var block = (long)index * BlocksPerTask; block < Math.Min(blocks, ((long)index + 1) * BlocksPerTask); block++)
            {
                var start = block * DynamicQuantization.BlockSize;
                DynamicQuantization.DequantizeSigned(means + start, meanScales[block], meanFloats);
                DynamicQuantization.DequantizeUnsigned(squares + start, squareScales[block], squareFloats);
                (update with { Means = meanFloats - start, Squares = squareFloats - start }).Run(start, Math.Min(update.Length, start + DynamicQuantization.BlockSize));
                meanScales[block] = DynamicQuantization.QuantizeSigned(meanFloats, means + start);
                squareScales[block] = DynamicQuantization.QuantizeUnsigned(squareFloats, squares + start);
            }
        }
    }
}
