using System.Text;
using Sinter.Evaluation;
using Sinter.Models;
using Sinter.Tokenizers;

namespace Sinter.Cli.Verbs.Models;

/// <summary>The text that models are measured on before and after an operation.</summary>
/// <param name="Name">What the reader is told that it is.</param>
/// <param name="Utf8">The text.</param>
internal sealed record ModelSample(string Name, byte[] Utf8)
{
    /// <summary>Enough to see what an operation did; the rest of a longer text is not read.</summary>
    private const int MostTokens = 8192;

    private const long MostBytes = 1 << 20;

    private const string BuiltIn = """
        On the morning of the fair the village woke early. Anna carried two baskets of apples down the hill, and her brother led the old horse, which stopped at every gate. By nine o'clock the square was full: farmers compared the
        price of wheat, children ran between the stalls, and a man in a green coat sold paper birds that could really fly for a little while. "How do they work?" asked Anna. "A rubber band is wound up inside," he said, "and when it
        lets go, the wings beat until its strength is spent. Energy is never lost, you see; it only changes its form." She thought about this all the way home. If a bird of paper could store the turning of a finger, then perhaps the
        river stored the rain, and bread stored the summer. In the evening it began to snow, although it was only October. The family sat near the stove, counted the money of the day - forty-three coins in all - and decided to
        buy a lamp, so that the long nights could be used for reading.
        """;

    /// <summary>The text of a file, or one of ours where none is named.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static ModelSample Of(string? file)
    {
        if (file is null)
        {
            return new ModelSample("a built-in paragraph", Encoding.UTF8.GetBytes(BuiltIn.ReplaceLineEndings(" ")));
        }

        if (!File.Exists(file))
        {
            throw new FileNotFoundException(Directory.Exists(file) ? $"'{file}' is a folder; give a text file." : $"There is no text file '{file}'; check the path.");
        }

        using var stream = File.OpenRead(file);
        var bytes = new byte[Math.Min(stream.Length, MostBytes)];
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);

        // A character that the limit cuts in two is left out.
        while (read == MostBytes && read > 0 && (bytes[read - 1] & 0xC0) == 0x80)
        {
            read--;
        }

        read -= read is > 0 and < (int)MostBytes && stream.Length > MostBytes && bytes[read - 1] >= 0xC0 ? 1 : 0;
        var text = bytes.AsSpan(0, read);
        return new ModelSample($"'{file}'", (text.StartsWith("\uFEFF"u8) ? text[3..] : text).ToArray());
    }

    /// <summary>What a language model loses on the sample.</summary>
    public Perplexity Measure(TextModel model, Tokenizer tokenizer)
    {
        var meter = new PerplexityMeter(model, tokenizer);
        var tokens = meter.Encode(Utf8);
        return tokens.Length >= 2
            ? meter.Measure(tokens.AsSpan(0, Math.Min(tokens.Length, MostTokens)))
            : throw new InvalidDataException($"{Name} has too little text to predict; give a longer --sample.");
    }

    /// <summary>The sample as sequences that a model can see at once.</summary>
    public IEnumerable<int[]> Sequences(ModelConfig config, Tokenizer tokenizer)
    {
        var tokens = new List<int>();
        tokenizer.EncodeUtf8(Utf8, tokens);
        return tokens.Take(MostTokens).Chunk(Math.Min(config.ContextLength, 512));
    }
}
