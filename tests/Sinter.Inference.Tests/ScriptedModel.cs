namespace Sinter.Inference.Tests;

/// <summary>A model whose likeliest next token a function gives; it counts what is asked of it.</summary>
internal sealed class ScriptedModel(int vocabularySize, int contextLength, Func<IReadOnlyList<int>, int> next) : ITokenModel
{
    private readonly List<int> sequence = [];
    private readonly float[] logits = new float[vocabularySize];

    public int VocabularySize => vocabularySize;

    public int ContextLength => contextLength;

    public int Resets { get; private set; }

    public int Appended { get; private set; }

    public void Reset()
    {
        Resets++;
        sequence.Clear();
    }

    public ReadOnlySpan<float> Append(ReadOnlySpan<int> tokens)
    {
        tokens.Length.ShouldBeGreaterThan(0);
        sequence.AddRange(tokens);
        sequence.Count.ShouldBeLessThanOrEqualTo(contextLength);
        Appended += tokens.Length;
        Array.Clear(logits);
        logits[next(sequence)] = 10;
        return logits;
    }
}
