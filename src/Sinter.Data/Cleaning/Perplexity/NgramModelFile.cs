using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Sinter.Data.Cleaning.Perplexity;

/// <summary>
/// The file of an n-gram model: the mark <c>SINGRAM1</c>, the SHA-256 of all that follows, then order, unit and case as one byte each, the words (count, then each as a
/// length and UTF-8), and for each order the count, the numbers of the words, the probabilities and the back-off weights. Numbers are little-endian, 4 bytes each.
/// </summary>
public static class NgramModelFile
{
    private const int MaximumWordBytes = 1 << 20;
    private static readonly byte[] Mark = "SINGRAM1"u8.ToArray();

    /// <summary>Writes a model; the file is complete or not there.</summary>
    public static void Save(NgramLanguageModel model, string path) => AtomicFile.Write(path, stream =>
    {
        stream.Write(Mark);
        stream.Write(new byte[SHA256.HashSizeInBytes]);
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            Write(model, writer);
        }

        stream.Position = Mark.Length + SHA256.HashSizeInBytes;
        var hash = SHA256.HashData(stream);
        stream.Position = Mark.Length;
        stream.Write(hash);
    });

    /// <summary>Reads a model.</summary>
    /// <exception cref="InvalidDataException">The file is no model, or not as it was written.</exception>
    public static NgramLanguageModel Load(string path)
    {
        using var stream = File.OpenRead(path);
        var head = new byte[Mark.Length + SHA256.HashSizeInBytes];
        if (stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || !head.AsSpan().StartsWith(Mark))
        {
            throw new InvalidDataException($"The file '{path}' is not an n-gram model: it does not begin with the mark SINGRAM1.");
        }

        if (!SHA256.HashData(stream).AsSpan().SequenceEqual(head.AsSpan(Mark.Length)))
        {
            throw new InvalidDataException($"The n-gram model '{path}' is not as it was written: its content and its SHA-256 differ. Train it again or copy it anew.");
        }

        stream.Position = head.Length;
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        try
        {
            return Read(reader);
        }
        catch (Exception error) when (error is EndOfStreamException or OverflowException or ArgumentException)
        {
            throw new InvalidDataException($"The n-gram model '{path}' is cut short or its lengths are wrong.", error);
        }
    }

    private static void Write(NgramLanguageModel model, BinaryWriter writer)
    {
        writer.Write((byte)model.Order);
        writer.Write((byte)model.Unit);
        writer.Write(model.LowerCase);
        writer.Write(model.Vocabulary.Words.Count);
        foreach (var word in model.Vocabulary.Words)
        {
            var utf8 = Encoding.UTF8.GetBytes(word);
            writer.Write(utf8.Length);
            writer.Write(utf8);
        }

        foreach (var level in model.Levels)
        {
            writer.Write(level.Store.Count);
            foreach (var word in level.Store.Words)
            {
                writer.Write(word);
            }

            foreach (var value in level.Probabilities.Concat(level.Backoffs))
            {
                writer.Write(value);
            }
        }
    }

    private static NgramLanguageModel Read(BinaryReader reader)
    {
        var order = (int)reader.ReadByte();
        var unit = (NgramUnit)reader.ReadByte();
        var lowerCase = reader.ReadBoolean();
        if (order is < 1 or > NgramLanguageModel.MaximumOrder || !Enum.IsDefined(unit))
        {
            throw new InvalidDataException($"An n-gram model of order {order} and unit {(int)unit} is not known; expected an order of 1 to {NgramLanguageModel.MaximumOrder} and a unit of 0 to 2.");
        }

        var vocabulary = new NgramVocabulary();
        var words = reader.ReadInt32();
        for (var i = 0; i < words; i++)
        {
            var word = Encoding.UTF8.GetString(reader.ReadBytes(Bounded(reader.ReadInt32(), MaximumWordBytes)));
            if (i > NgramVocabulary.End && !vocabulary.AddNew(word))
            {
                throw new InvalidDataException($"The word '{word}' stands twice in an n-gram model.");
            }
        }

        var levels = new List<NgramLevel>();
        for (var n = 1; n <= order; n++)
        {
            levels.Add(ReadLevel(reader, n, hasBackoffs: n < order));
        }

        return new NgramLanguageModel(unit, lowerCase, vocabulary, levels);
    }

    private static NgramLevel ReadLevel(BinaryReader reader, int order, bool hasBackoffs)
    {
        var left = (reader.BaseStream.Length - reader.BaseStream.Position) / sizeof(int);
        var count = Bounded(reader.ReadInt32(), left);
        var words = ReadNumbers(reader, checked(count * order));
        var store = new NgramStore(order);
        for (var i = 0; i < count; i++)
        {
            store.Add(words.AsSpan(i * order, order), out var isNew);
            if (!isNew)
            {
                throw new InvalidDataException($"An n-gram of order {order} stands twice in a model.");
            }
        }

        return new NgramLevel(store, ReadValues(reader, count), hasBackoffs ? ReadValues(reader, count) : []);
    }

    private static int Bounded(int length, long most) =>
        length >= 0 && length <= most ? length : throw new InvalidDataException($"A length of {length} in an n-gram model is impossible; at most {most} is left.");

    private static int[] ReadNumbers(BinaryReader reader, int count)
    {
        var numbers = new int[count];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(numbers.AsSpan()));
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(numbers, numbers);
        }

        return numbers;
    }

    private static float[] ReadValues(BinaryReader reader, int count) => Array.ConvertAll(ReadNumbers(reader, count), BitConverter.Int32BitsToSingle);
}
