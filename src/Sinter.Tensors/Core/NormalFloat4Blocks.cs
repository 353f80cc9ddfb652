using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sinter.Tensors;

/// <summary>Where numbers in <see cref="NormalFloat4"/> lie, and how they are read and written there. Reading gives the same bits on every machine: a level times a scale.</summary>
internal readonly unsafe struct NormalFloat4Blocks
{
    /// <summary>Blocks whose scales share an offset and a step.</summary>
    public const int BlocksOfGroup = 256;

    private const int BlockSize = NormalFloat4.BlockSize;
    private const int HalfBlock = BlockSize / 2;
    private const int ScaleCodes = 255;

    /// <summary>Below this a scale counts as 0, as its inverse would be no number.</summary>
    private const float LeastScale = 1.17549435e-38f;

    private static readonly float[] Thresholds = [.. Enumerable.Range(1, 15).Select(i => (NormalFloat4.Levels[i - 1] + NormalFloat4.Levels[i]) / 2)];
    private static readonly Vector512<float> AllLevels = Vector512.Create(NormalFloat4.Levels);
    private static readonly Vector256<float> LowLevels = Vector256.Create(NormalFloat4.Levels[..8]);
    private static readonly Vector256<float> HighLevels = Vector256.Create(NormalFloat4.Levels[8..]);

    private readonly byte* _codes;
    private readonly ScaleRange* _ranges;
    private readonly byte* _scales;

    /// <summary>The numbers at an address.</summary>
    /// <param name="stored">The first byte.</param>
    /// <param name="count">How many numbers there are in all, which says where their scales are.</param>
    public NormalFloat4Blocks(void* stored, long count)
    {
        var blocks = Blocks(count);
        _codes = (byte*)stored;
        _ranges = (ScaleRange*)(_codes + (blocks * HalfBlock));
        _scales = (byte*)(_ranges + Groups(blocks));
    }

    /// <summary>Bytes that so many numbers take.</summary>
    public static long Bytes(long count)
    {
        var blocks = Blocks(count);
        return (blocks * (HalfBlock + 1)) + (Groups(blocks) * sizeof(ScaleRange));
    }

    /// <summary>Writes any stretch of the numbers as floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Dequantize(long first, long count, float* to)
    {
        var block = first / BlockSize;
        var within = (int)(first - (block * BlockSize));
        var codes = _codes + (block * HalfBlock);
        if (within > 0)
        {
            var length = (int)Math.Min(count, BlockSize - within);
            DequantizePart(codes, within, length, Scale(block), to);
            to += length;
            count -= length;
            block++;
            codes += HalfBlock;
        }

        for (; count >= BlockSize; count -= BlockSize, block++, codes += HalfBlock, to += BlockSize)
        {
            var scale = Scale(block);
            if (Avx512F.IsSupported)
            {
                DequantizeBlock(codes, Vector512.Create(scale), to);
            }
            else
            {
                Dequantize(codes, 0, HalfBlock, scale, to);
                Dequantize(codes, 4, HalfBlock, scale, to + HalfBlock);
            }
        }

        if (count > 0)
        {
            DequantizePart(codes, 0, (int)count, Scale(block), to);
        }
    }

    /// <summary>Stores whole groups, of which the last may be short.</summary>
    /// <exception cref="ArgumentException">A number is not finite.</exception>
    public void Quantize(long first, long count, float* from)
    {
        for (long done = 0; done < count; done += NormalFloat4.GroupSize)
        {
            QuantizeGroup((first + done) / NormalFloat4.GroupSize, (int)Math.Min(count - done, NormalFloat4.GroupSize), from + done);
        }
    }

    private static long Blocks(long count) => (count + BlockSize - 1) / BlockSize;

    private static long Groups(long blocks) => (blocks + BlocksOfGroup - 1) / BlocksOfGroup;

    private float Scale(long block)
    {
        var range = _ranges[block / BlocksOfGroup];
        return range.Offset + (range.Step * _scales[block]);
    }

    private void QuantizeGroup(long group, int count, float* from)
    {
        var (blocks, firstBlock) = ((count + BlockSize - 1) / BlockSize, group * BlocksOfGroup);
        var largest = stackalloc float[BlocksOfGroup];
        var (least, most) = (float.PositiveInfinity, 0f);
        for (var block = 0; block < blocks; block++)
        {
            var magnitude = Largest(from + (block * BlockSize), Math.Min(BlockSize, count - (block * BlockSize)));
            if (!float.IsFinite(magnitude))
            {
                throw new ArgumentException(
                    $"Numbers {(firstBlock + block) * BlockSize} to {((firstBlock + block + 1) * BlockSize) - 1} hold one that is not finite, which has no place in NormalFloat4.");
            }

            largest[block] = magnitude;
            (least, most) = (MathF.Min(least, magnitude), MathF.Max(most, magnitude));
        }

        var step = (most - least) / ScaleCodes;
        _ranges[group] = new ScaleRange(least, step < LeastScale ? 0 : step);
        for (var block = 0; block < blocks; block++)
        {
            _scales[firstBlock + block] = step < LeastScale ? (byte)0 : (byte)Math.Clamp(MathF.Round((largest[block] - least) / step), 0, ScaleCodes);

            // The codes are chosen for the scale as it will be read.
            var scale = Scale(firstBlock + block);
            var length = Math.Min(BlockSize, count - (block * BlockSize));
            QuantizeBlock(from + (block * BlockSize), length, scale < LeastScale ? 0 : 1 / scale, _codes + ((firstBlock + block) * HalfBlock));
        }
    }

    private static void QuantizeBlock(float* from, int length, float inverse, byte* codes)
    {
        var chosen = stackalloc int[BlockSize];
        var j = 0;
        for (; j + Vector<float>.Count <= length; j += Vector<float>.Count)
        {
            // The code of a number is how many middles between levels it lies above; each comparison that holds is -1.
            var x = Vector.Load(from + j) * new Vector<float>(inverse);
            var code = Vector<int>.Zero;
            foreach (var threshold in Thresholds)
            {
                code -= Vector.GreaterThan(x, new Vector<float>(threshold));
            }

            Vector.Store(code, chosen + j);
        }

        for (; j < BlockSize; j++)
        {
            var x = j < length ? from[j] * inverse : 0;
            chosen[j] = 0;
            foreach (var threshold in Thresholds)
            {
                chosen[j] += x > threshold ? 1 : 0;
            }
        }

        for (j = 0; j < HalfBlock; j++)
        {
            codes[j] = (byte)(chosen[j] | (chosen[j + HalfBlock] << 4));
        }
    }

    /// <summary>The largest magnitude; not-a-number where one is among them.</summary>
    private static float Largest(float* values, int count)
    {
        var largest = 0f;
        var j = 0;
        if (count >= Vector<float>.Count)
        {
            var maxima = Vector<float>.Zero;
            for (; j + Vector<float>.Count <= count; j += Vector<float>.Count)
            {
                maxima = Vector.Max(maxima, Vector.Abs(Vector.Load(values + j)));
            }

            for (var lane = 0; lane < Vector<float>.Count; lane++)
            {
                largest = MathF.Max(largest, maxima[lane]);
            }
        }

        for (; j < count; j++)
        {
            largest = MathF.Max(largest, MathF.Abs(values[j]));
        }

        return largest;
    }

    /// <summary>Some numbers of one block.</summary>
    private static void DequantizePart(byte* codes, int within, int count, float scale, float* to)
    {
        var low = Math.Clamp(HalfBlock - within, 0, count);
        if (low > 0)
        {
            Dequantize(codes + within, 0, low, scale, to);
        }

        if (count > low)
        {
            Dequantize(codes + Math.Max(within - HalfBlock, 0), 4, count - low, scale, to + low);
        }
    }

    /// <summary>All numbers of a block: a permutation looks at the lowest four bits of each place alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DequantizeBlock(byte* codes, Vector512<float> scales, float* to)
    {
        var levels = AllLevels;
        var first = Avx512F.ConvertToVector512Int32(Vector128.Load(codes));
        var second = Avx512F.ConvertToVector512Int32(Vector128.Load(codes + 16));
        Vector512.Store(Avx512F.PermuteVar16x32(levels, first) * scales, to);
        Vector512.Store(Avx512F.PermuteVar16x32(levels, second) * scales, to + 16);
        Vector512.Store(Avx512F.PermuteVar16x32(levels, first >>> 4) * scales, to + 32);
        Vector512.Store(Avx512F.PermuteVar16x32(levels, second >>> 4) * scales, to + 48);
    }

    /// <summary>Numbers of one half of a block, whose codes stand in the same half of their bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Dequantize(byte* codes, int shift, int count, float scale, float* to)
    {
        var i = 0;
        if (Avx512F.IsSupported)
        {
            var (levels, scales) = (AllLevels, Vector512.Create(scale));
            for (; i + 16 <= count; i += 16)
            {
                var places = Avx512F.ConvertToVector512Int32(Vector128.Load(codes + i)) >>> shift;
                Vector512.Store(Avx512F.PermuteVar16x32(levels, places) * scales, to + i);
            }
        }

        if (Avx2.IsSupported)
        {
            // Here at the lowest three; the fourth, moved to the sign, chooses between the halves of the table.
            var (low, high, scales) = (LowLevels, HighLevels, Vector256.Create(scale));
            for (; i + 8 <= count; i += 8)
            {
                var places = Avx2.ConvertToVector256Int32(codes + i) >>> shift;
                var levels = Avx.BlendVariable(Avx2.PermuteVar8x32(low, places), Avx2.PermuteVar8x32(high, places), (places << 28).AsSingle());
                Vector256.Store(levels * scales, to + i);
            }
        }

        for (; i < count; i++)
        {
            to[i] = NormalFloat4.Levels[(codes[i] >> shift) & 15] * scale;
        }
    }

    /// <summary>The scales of a group: offset + step · code.</summary>
    private readonly record struct ScaleRange(float Offset, float Step);
}
