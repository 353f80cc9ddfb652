namespace Sinter.Training.Examples;

/// <summary>One text of an <see cref="Example"/> as a model reads it: a document of its own, that sees no other.</summary>
/// <param name="Tokens">Token ids, with whatever begins and ends the text; at least one.</param>
/// <param name="Targets">
/// What the objective asks of each token, as long as the tokens; -1 for nothing. For objectives of text it is the token that should follow, for others the number of a class.
/// </param>
public sealed record Passage(int[] Tokens, int[] Targets)
{
    /// <summary>The segment of each token; null for the first.</summary>
    public int[]? Segments { get; init; }

    /// <summary>Numbers of each token by channel, such as a weight or a log-probability of the reference; missing channels are 0.</summary>
    public IReadOnlyList<float[]> Numbers { get; init; } = [];

    /// <summary>The passage with places in front that are an adapter's (<see cref="Models.Adapters.IAdapter.VirtualTokens"/>): tokens that mean nothing and whose targets are none.</summary>
    /// <param name="count">How many.</param>
    public Passage WithVirtualTokens(int count) => count == 0 ? this : this with
    {
        Tokens = [.. new int[count], .. Tokens],
        Targets = [.. Enumerable.Repeat(-1, count), .. Targets],
        Segments = Segments is null ? null : [.. new int[count], .. Segments],
        Numbers = [.. Numbers.Select(channel => (float[])[.. new float[count], .. channel])],
    };

    /// <summary>A passage whose tokens are predicted one after another: each target is the token that follows, where that one is trained.</summary>
    /// <param name="tokens">Token ids.</param>
    /// <param name="trained">Whether each of them is trained to be said; the first never is.</param>
    public static Passage OfText(int[] tokens, ReadOnlySpan<bool> trained)
    {
        var targets = new int[tokens.Length];
        for (var i = 0; i < targets.Length; i++)
        {
            targets[i] = i + 1 < tokens.Length && trained[i + 1] ? tokens[i + 1] : -1;
        }

        return new Passage(tokens, targets);
    }
}
