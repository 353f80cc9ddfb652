namespace Sinter.Inference.Tests;

/// <summary>A model whose likeliest next token a function gives; it counts what is asked of it.</summary>
internal sealed class ScriptedModel(int vocabularySize, int contextLength, Func<IReadOnlyList<int>, int> next) : ITokenModel
{
    private readonly List<int> _sequence = [];
    private readonly float[] _logits = new float[vocabularySize];

    public int VocabularySize => vocabularySize;

    public int ContextLength => contextLength;

    public int Resets { get; private set; }

    public int Appended { get; private set; }

    public void Reset()
    {
        Resets++;
        _sequence.Clear();
    }

    public ReadOnlySpan<float> Append(ReadOnlySpan<int> tokens)
    {
        tokens.Length.ShouldBeGreaterThan(0);
        _sequence.AddRange(tokens);
        _sequence.Count.ShouldBeLessThanOrEqualTo(contextLength);
        Appended += tokens.Length;
        Array.Clear(_logits);
        _logits[next(_sequence)] = 10;
        return _logits;
    }
}
