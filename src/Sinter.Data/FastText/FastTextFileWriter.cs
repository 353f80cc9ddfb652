using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Sinter.Data.FastText;

/// <summary>Writes the file format of fastText, version 12.</summary>
internal static class FastTextFileWriter
{
    /// <summary>Writes a model.</summary>
    public static void Write(Stream stream, FastTextContent content)
    {
        using var writer = new BinaryWriter(new BufferedStream(stream, 1 << 16), System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write(FastTextFileReader.Magic);
        writer.Write(FastTextFileReader.Version);
        WriteSettings(writer, content.Settings);
        WriteVocabulary(writer, content.Vocabulary, content.Ngrams);
        writer.Write(content.Input is QuantizedMatrix);
        WriteMatrix(writer, content.Input);
        writer.Write(content.Output is QuantizedMatrix);
        WriteMatrix(writer, content.Output);
        writer.Flush();
    }

    private static void WriteSettings(BinaryWriter writer, FastTextSettings settings)
    {
        writer.Write(settings.Dimension);
        writer.Write(settings.Window);
        writer.Write(settings.Epochs);
        writer.Write(settings.MinimumCount);
        writer.Write(settings.Negatives);
        writer.Write(settings.WordNgrams);
        writer.Write((int)settings.Loss);
        writer.Write(settings.Model);
        writer.Write(settings.Buckets);
        writer.Write(settings.MinimumNgram);
        writer.Write(settings.MaximumNgram);
        writer.Write(settings.LearningRateUpdateRate);
        writer.Write(settings.SamplingThreshold);
    }

    private static void WriteVocabulary(BinaryWriter writer, FastTextVocabulary vocabulary, NgramRows ngrams)
    {
        var entries = vocabulary.Counts.Length;
        writer.Write(entries);
        writer.Write(vocabulary.Words);
        writer.Write(vocabulary.Labels);
        writer.Write(vocabulary.Tokens);
        writer.Write(ngrams.IsPruned ? ngrams.Rows : -1L);
        for (var entry = 0; entry < entries; entry++)
        {
            writer.Write(vocabulary[entry]);
            writer.Write((byte)0);
            writer.Write(vocabulary.Counts[entry]);
            writer.Write(entry >= vocabulary.Words);
        }

        if (!ngrams.IsPruned)
        {
            return;
        }

        var row = 0;
        foreach (var bucket in ngrams.ToArray())
        {
            writer.Write(bucket);
            writer.Write(row++);
        }
    }

    private static void WriteMatrix(BinaryWriter writer, FastTextMatrix matrix)
    {
        if (matrix is not QuantizedMatrix quantized)
        {
            writer.Write((long)matrix.Rows);
            writer.Write((long)matrix.Columns);
            WriteFloats(writer, ((DenseMatrix)matrix).Values);
            return;
        }

        writer.Write(quantized.NormQuantizer is not null);
        writer.Write((long)matrix.Rows);
        writer.Write((long)matrix.Columns);
        writer.Write(quantized.Codes.Length);
        writer.Write(quantized.Codes);
        WriteQuantizer(writer, quantized.Quantizer);
        if (quantized.NormQuantizer is not null)
        {
            writer.Write(quantized.NormCodes);
            WriteQuantizer(writer, quantized.NormQuantizer);
        }
    }

    private static void WriteQuantizer(BinaryWriter writer, ProductQuantizer quantizer)
    {
        writer.Write(quantizer.Dimension);
        writer.Write(quantizer.Parts);
        writer.Write(quantizer.PartWidth);
        writer.Write(quantizer.LastPartWidth);
        WriteFloats(writer, quantizer.Centroids);
    }

    private static void WriteFloats(BinaryWriter writer, float[] values)
    {
        const int Part = 1 << 16;
        Span<int> reversed = BitConverter.IsLittleEndian ? [] : new int[Part];
        for (var at = 0; at < values.Length; at += Part)
        {
            var part = values.AsSpan(at, Math.Min(values.Length - at, Part));
            if (!BitConverter.IsLittleEndian)
            {
                BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<float, int>(part), reversed);
                part = MemoryMarshal.Cast<int, float>(reversed[..part.Length]);
            }

            writer.Write(MemoryMarshal.AsBytes(part));
        }
    }
}
