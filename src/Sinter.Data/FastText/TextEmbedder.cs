using System.Text;

namespace Sinter.Data.FastText;

/// <summary>
/// Vectors of texts: the sum of the vectors of their words, each at length 1 and with a weight that falls with how frequent the word is, a / (a + p) (Arora, Liang, Ma: A simple but
/// tough-to-beat baseline for sentence embeddings, 2017), from which what all words have in common is taken off (<see cref="Whitening"/>): with it, texts on one subject would all be
/// alike. It does not change, and any number of threads may use it.
/// </summary>
public sealed class TextEmbedder
{
    private readonly WordVectors _words;
    private readonly float[] _weights;
    private readonly float[] _factors;
    private readonly Whitening _whitening;

    /// <summary>Begins with vectors of words.</summary>
    /// <param name="words">The vectors.</param>
    /// <param name="smoothing">The a of the weights; infinity gives all words the same weight.</param>
    public TextEmbedder(WordVectors words, double smoothing = 1e-2)
    {
        _words = words;
        _weights = new float[words.Count];
        _factors = new float[words.Count];
        for (var word = 0; word < _factors.Length; word++)
        {
            var length = WordVectors.Length(words[word]);
            _weights[word] = length == 0 ? 0 : double.IsPositiveInfinity(smoothing) ? 1 : (float)(smoothing / (smoothing + words.Frequency(word)));
            _factors[word] = length == 0 ? 0 : _weights[word] / length;
        }

        _whitening = new Whitening(words, _weights, _factors);
    }

    /// <summary>The width of a vector.</summary>
    public int Dimension => _words.Dimension;

    /// <summary>Writes the vector of a text, of length 1. Words are looked up as they stand, then in lower case, then by their n-grams.</summary>
    /// <returns>False, and zeros, where the text has no word of which something is known.</returns>
    public bool TryEmbed(ReadOnlySpan<char> text, Span<float> vector)
    {
        vector.Clear();
        Span<char> lower = stackalloc char[128];
        Span<byte> utf8 = stackalloc byte[512];
        var room = new float[Dimension];
        var weights = 0.0;
        for (var words = new TextWords(text); words.MoveNext();)
        {
            var word = utf8[..Encoding.UTF8.GetBytes(words.Current, utf8)];
            var index = _words.IndexOf(word);
            if (index < 0)
            {
                word = utf8[..Encoding.UTF8.GetBytes(WordVectorText.Lower(words.Current, lower), utf8)];
                index = _words.IndexOf(word);
            }

            if (index >= 0)
            {
                VectorKernels.AddScaled(vector, _words[index], _factors[index]);
                weights += _weights[index];
            }
            else if (_words.TryRead(word, room))
            {
                VectorKernels.AddScaled(vector, room, 1 / WordVectors.Length(room));
                weights++;
            }
        }

        _whitening.Apply(vector, (float)weights, room);
        room.CopyTo(vector);
        var length = WordVectors.Length(vector);
        if (!(length > 0 && float.IsFinite(length)))
        {
            vector.Clear();
            return false;
        }

        VectorKernels.Scale(vector, 1 / length);
        return true;
    }
}
