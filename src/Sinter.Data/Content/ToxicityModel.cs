using System.Buffers.Binary;

namespace Sinter.Data.Content;

/// <summary>
/// Tells how likely people would call a text toxic: a linear model over the hashes of its words, pairs of words and runs of characters, with a weight of 8 bits each. It holds no
/// text. Any number of threads may use it. The model that comes along knows English, as about a thousand comments of social media were labelled; the README beside this file says
/// how well it does, and what it must not be used for.
/// </summary>
public sealed class ToxicityModel
{
    private const string EmbeddedModel = "Sinter.Data.Content.toxicity-en.bin";
    private const int HeaderBytes = 16;

    private static readonly Lazy<ToxicityModel> Embedded = new(LoadEmbedded);

    // The scratch of a thread: the features do not depend on the model.
    [ThreadStatic]
    private static TextFeatures? _features;

    private readonly sbyte[] _weights;
    private readonly float _scale;
    private readonly float _bias;

    internal ToxicityModel(sbyte[] weights, float scale, float bias)
    {
        _weights = weights;
        _scale = scale;
        _bias = bias;
    }

    /// <summary>The model that comes with Sinter.</summary>
    public static ToxicityModel Default => Embedded.Value;

    private static ReadOnlySpan<byte> Magic => "SNTXTOX1"u8;

    /// <summary>Reads a model file.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static ToxicityModel Load(string path)
    {
        using var stream = File.OpenRead(path);
        return Load(stream, path);
    }

    /// <summary>The probability, from 0 to 1, that people would call the text toxic; 0 for one without words and signs.</summary>
    public double Score(ReadOnlySpan<char> text)
    {
        var features = (_features ??= new TextFeatures()).Of(text);
        if (features.Count == 0)
        {
            return 0;
        }

        long sum = 0;
        foreach (var feature in features)
        {
            sum += _weights[feature];
        }

        return Probability(_bias + (sum * _scale / Math.Sqrt(features.Count)));
    }

    /// <summary>Writes the model; it appears whole or not at all.</summary>
    public void Save(string path) => AtomicFile.Write(path, stream =>
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteSingleLittleEndian(header[8..], _scale);
        BinaryPrimitives.WriteSingleLittleEndian(header[12..], _bias);
        stream.Write(header);
        stream.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(_weights.AsSpan()));
    });

    internal static double Probability(double logit) => 1 / (1 + Math.Exp(-logit));

    private static ToxicityModel Load(Stream stream, string name)
    {
        var bytes = new byte[HeaderBytes + TextFeatures.Count + 1];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (length != bytes.Length - 1 || !bytes.AsSpan().StartsWith(Magic))
        {
            throw new InvalidDataException($"'{name}' is no toxicity model; 'sinter data toxicity train' makes one.");
        }

        var (scale, bias) = (BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(8)), BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(12)));
        if (!float.IsFinite(scale) || !float.IsFinite(bias))
        {
            throw new InvalidDataException($"The toxicity model '{name}' is damaged: its numbers are not finite.");
        }

        return new ToxicityModel(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, sbyte>(bytes.AsSpan(HeaderBytes, TextFeatures.Count)).ToArray(), scale, bias);
    }

    private static ToxicityModel LoadEmbedded()
    {
        using var stream = typeof(ToxicityModel).Assembly.GetManifestResourceStream(EmbeddedModel)!;
        return Load(stream, EmbeddedModel);
    }
}
