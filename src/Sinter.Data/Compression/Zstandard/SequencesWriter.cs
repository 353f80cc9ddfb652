using System.Numerics;

namespace Sinter.Data.Compression.Zstandard;

/// <summary>Writes the sequences section of a block. It holds the last three offsets, which the decoder holds likewise.</summary>
internal sealed unsafe class SequencesWriter
{
    private const int Symbols = 64;

    // What describing a table costs at least; fewer sequences use the predefined tables unless those fit badly.
    private const int DescriptionBits = 8 * 12;

    private readonly byte[] _literalLengthCodes = new byte[BlockDecoder.MaximumBlockBytes / SequenceList.MinimumMatch];
    private readonly byte[] _matchLengthCodes = new byte[BlockDecoder.MaximumBlockBytes / SequenceList.MinimumMatch];
    private readonly byte[] _offsetCodes = new byte[BlockDecoder.MaximumBlockBytes / SequenceList.MinimumMatch];
    private readonly uint[] _offsetValues = new uint[BlockDecoder.MaximumBlockBytes / SequenceList.MinimumMatch];
    private readonly FseEncodingTable _literalLengths = new(SequenceCodes.MaximumLiteralLengthLog, Symbols);
    private readonly FseEncodingTable _matchLengths = new(SequenceCodes.MaximumMatchLengthLog, Symbols);
    private readonly FseEncodingTable _offsets = new(SequenceCodes.MaximumOffsetLog, Symbols);

    /// <summary>The last three offsets; whoever throws a written block away must set them back.</summary>
    public (uint First, uint Second, uint Third) LastOffsets { get; set; } = (1, 4, 8);

    /// <summary>Writes the section, and gives its length.</summary>
    public int Write(SequenceList sequences, byte* output)
    {
        var count = sequences.Count;
        var length = WriteCount(count, output);
        if (count == 0)
        {
            return length;
        }

        FindCodes(sequences);
        var modes = output + length++;
        var literalLengthMode = WriteTable(
            _literalLengths, _literalLengthCodes.AsSpan(0, count), SequenceCodes.DefaultLiteralLengths, SequenceCodes.DefaultLiteralLengthLog, SequenceCodes.MaximumLiteralLengthLog, output, ref length);
        var offsetMode = WriteTable(
            _offsets, _offsetCodes.AsSpan(0, count), SequenceCodes.DefaultOffsets, SequenceCodes.DefaultOffsetLog, SequenceCodes.MaximumOffsetLog, output, ref length);
        var matchLengthMode = WriteTable(
            _matchLengths, _matchLengthCodes.AsSpan(0, count), SequenceCodes.DefaultMatchLengths, SequenceCodes.DefaultMatchLengthLog, SequenceCodes.MaximumMatchLengthLog, output, ref length);
        *modes = (byte)((literalLengthMode << 6) | (offsetMode << 4) | (matchLengthMode << 2));
        return length + WriteBits(sequences, output + length);
    }

    private static int WriteCount(int count, byte* output)
    {
        if (count < 128)
        {
            output[0] = (byte)count;
            return 1;
        }

        if (count < 0x7F00)
        {
            (output[0], output[1]) = ((byte)((count >> 8) + 128), (byte)count);
            return 2;
        }

        (output[0], output[1], output[2]) = (255, (byte)(count - 0x7F00), (byte)((count - 0x7F00) >> 8));
        return 3;
    }

    /// <summary>Turns lengths and distances into codes; a distance that is one of the last three becomes its number.</summary>
    private void FindCodes(SequenceList sequences)
    {
        var (first, second, third) = LastOffsets;
        for (var i = 0; i < sequences.Count; i++)
        {
            var literalLength = (uint)sequences.LiteralLengths[i];
            var matchLength = (uint)sequences.MatchLengths[i] - 3;
            var offset = (uint)sequences.Offsets[i];
            uint value;
            if (literalLength > 0 && offset == first)
            {
                value = 1;
            }
            else
            {
                var shift = literalLength == 0 ? 1u : 0;
                value = offset == second ? 2 - shift : offset == third ? 3 - shift : shift == 1 && offset == first - 1 ? 3 : offset + 3;
                third = offset == second ? third : second;
                second = first;
                first = offset;
            }

            _literalLengthCodes[i] = (byte)(literalLength < 16 ? literalLength : literalLength < 64 ? ShortLiteralLengthCodes[(int)literalLength] : (uint)BitOperations.Log2(literalLength) + 19);
            _matchLengthCodes[i] = (byte)(matchLength < 32 ? matchLength : matchLength < 128 ? ShortMatchLengthCodes[(int)matchLength] : (uint)BitOperations.Log2(matchLength) + 36);
            _offsetCodes[i] = (byte)BitOperations.Log2(value);
            _offsetValues[i] = value;
        }

        LastOffsets = (first, second, third);
    }

    private static int WriteTable(FseEncodingTable table, ReadOnlySpan<byte> codes, ReadOnlySpan<short> defaults, int defaultLog, int maximumLog, byte* output, ref int length)
    {
        Span<int> frequencies = stackalloc int[Symbols];
        frequencies.Clear();
        foreach (var code in codes)
        {
            frequencies[code]++;
        }

        var used = frequencies[..(frequencies.LastIndexOfAnyExcept(0) + 1)];
        var distinct = used.Length - used.Count(0);
        if (distinct == 1 && codes.Length > 2)
        {
            output[length++] = codes[0];
            table.FillSingle(codes[0]);
            return 1;
        }

        if (distinct > 1)
        {
            var log = FseCounts.Log(codes.Length, distinct, maximumLog);
            Span<short> states = stackalloc short[used.Length];
            FseCounts.Share(used, codes.Length, log, states);
            if (FseCounts.Cost(used, states, log) + (DescriptionBits << 8) < FseCounts.Cost(used, defaults, defaultLog))
            {
                length += FseDistribution.Write(states, log, new Span<byte>(output + length, 2 * Symbols));
                table.Fill(states, log);
                return 2;
            }
        }

        table.Fill(defaults, defaultLog);
        return 0;
    }

    private int WriteBits(SequenceList sequences, byte* output)
    {
        var bits = new BackwardBitWriter(output);
        var last = sequences.Count - 1;
        var literalLengthState = _literalLengths.Begin(_literalLengthCodes[last]);
        var matchLengthState = _matchLengths.Begin(_matchLengthCodes[last]);
        var offsetState = _offsets.Begin(_offsetCodes[last]);
        for (var i = last; i >= 0; i--)
        {
            int literalLengthCode = _literalLengthCodes[i];
            int matchLengthCode = _matchLengthCodes[i];
            int offsetCode = _offsetCodes[i];
            if (i < last)
            {
                offsetState = _offsets.Encode(offsetState, offsetCode, ref bits);
                matchLengthState = _matchLengths.Encode(matchLengthState, matchLengthCode, ref bits);
                literalLengthState = _literalLengths.Encode(literalLengthState, literalLengthCode, ref bits);
                bits.Flush();
            }

            // At most 16 + 16 + 22 bits, as no offset leaves the window.
            bits.Add((uint)sequences.LiteralLengths[i] - SequenceCodes.LiteralLengthBases[literalLengthCode], SequenceCodes.LiteralLengthBits[literalLengthCode]);
            bits.Add((uint)sequences.MatchLengths[i] - SequenceCodes.MatchLengthBases[matchLengthCode], SequenceCodes.MatchLengthBits[matchLengthCode]);
            bits.Add(_offsetValues[i] - (1u << offsetCode), offsetCode);
            bits.Flush();
        }

        bits.Add((uint)(matchLengthState - (1 << _matchLengths.Log)), _matchLengths.Log);
        bits.Add((uint)(offsetState - (1 << _offsets.Log)), _offsets.Log);
        bits.Add((uint)(literalLengthState - (1 << _literalLengths.Log)), _literalLengths.Log);
        return bits.End();
    }

    private static readonly byte[] ShortLiteralLengthCodes = CodesOf(64, 0, SequenceCodes.LiteralLengthBases);
    private static readonly byte[] ShortMatchLengthCodes = CodesOf(128, 3, SequenceCodes.MatchLengthBases);

    private static byte[] CodesOf(int count, uint least, ReadOnlySpan<uint> bases)
    {
        var codes = new byte[count];
        for (var i = 0; i < count; i++)
        {
            var code = 0;
            while (code + 1 < bases.Length && bases[code + 1] <= i + least)
            {
                code++;
            }

            codes[i] = (byte)code;
        }

        return codes;
    }
}
