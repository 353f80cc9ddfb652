using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Sinter.Data.FastText;

namespace Sinter.Data.Language;

/// <summary>
/// Tells the language of texts with a fastText model: the small one that comes with Sinter, or any other whose labels are languages (<c>lid.176.ftz</c>). Any number of threads may use
/// it. Line feeds are spaces to it, so that words on two lines stay two.
/// </summary>
public sealed class LanguageIdentifier
{
    private const string EmbeddedModel = "Sinter.Data.Language.languages.ftz";

    private static readonly SearchValues<byte> WhiteSpace = SearchValues.Create("\0\t\n\v\f\r "u8);

    private static readonly Lazy<LanguageIdentifier> Embedded = new(LoadEmbedded);

    private readonly FastTextModel _model;

    /// <summary>Begins with a model whose labels are languages.</summary>
    /// <exception cref="InvalidDataException">The model holds word vectors.</exception>
    public LanguageIdentifier(FastTextModel model)
    {
        _model = model.Settings.Model == FastTextSettings.Supervised
            ? model
            : throw new InvalidDataException("The fastText model holds word vectors; one with languages for labels is needed.");
    }

    /// <summary>The model that comes with Sinter: what it was trained from, and how well it does, is told in the README beside this file.</summary>
    public static LanguageIdentifier Default => Embedded.Value;

    /// <summary>The codes that can be told, as the model has them.</summary>
    public IReadOnlyList<string> Codes => _model.Labels;

    /// <summary>Reads a model file.</summary>
    /// <exception cref="InvalidDataException">It is not a fastText model with labels.</exception>
    public static LanguageIdentifier Load(string path) => new(FastTextModel.Load(path));

    /// <summary>The language of a text.</summary>
    public LanguageGuess Identify(ReadOnlySpan<char> text)
    {
        Span<Prediction> top = stackalloc Prediction[1];
        return Predict(text, top) == 0 ? new LanguageGuess("", 0) : ToGuess(top[0]);
    }

    /// <summary>The language of a text in UTF-8.</summary>
    public LanguageGuess Identify(ReadOnlySpan<byte> text)
    {
        Span<Prediction> top = stackalloc Prediction[1];
        return Predict(text, top) == 0 ? new LanguageGuess("", 0) : ToGuess(top[0]);
    }

    /// <summary>The likeliest languages of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="guesses">Where they go, the likeliest first.</param>
    /// <returns>How many there are.</returns>
    public int Identify(ReadOnlySpan<char> text, Span<LanguageGuess> guesses)
    {
        var top = ArrayPool<Prediction>.Shared.Rent(guesses.Length);
        var found = Predict(text, top.AsSpan(0, guesses.Length));
        for (var at = 0; at < found; at++)
        {
            guesses[at] = ToGuess(top[at]);
        }

        ArrayPool<Prediction>.Shared.Return(top);
        return found;
    }

    private static LanguageIdentifier LoadEmbedded()
    {
        using var stream = typeof(LanguageIdentifier).Assembly.GetManifestResourceStream(EmbeddedModel)
            ?? throw new InvalidOperationException($"The resource {EmbeddedModel} is not in the assembly.");
        return new LanguageIdentifier(FastTextModel.Load(stream, EmbeddedModel));
    }

    private int Predict(ReadOnlySpan<char> text, Span<Prediction> top)
    {
        var utf8 = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        Utf8.FromUtf16(text, utf8, out _, out var length);
        var found = PredictLine(utf8.AsSpan(0, length), top);
        ArrayPool<byte>.Shared.Return(utf8);
        return found;
    }

    private int Predict(ReadOnlySpan<byte> text, Span<Prediction> top)
    {
        var copy = ArrayPool<byte>.Shared.Rent(text.Length);
        text.CopyTo(copy);
        var found = PredictLine(copy.AsSpan(0, text.Length), top);
        ArrayPool<byte>.Shared.Return(copy);
        return found;
    }

    private int PredictLine(Span<byte> text, Span<Prediction> top)
    {
        text.Replace((byte)'\n', (byte)' ');

        // Without this, a model would judge an empty text by the end of its line.
        return text.ContainsAnyExcept(WhiteSpace) ? _model.Predict(text, top) : 0;
    }

    private LanguageGuess ToGuess(Prediction prediction) => new(_model.Labels[prediction.Label], prediction.Probability);
}
