namespace Sinter.Evaluation;

/// <summary>A simple model of token sequences that a trained model has to beat. Made once from the train split, then only read: safe for any number of threads.</summary>
public interface ITokenBaseline
{
    /// <summary>What the baseline is called in tables.</summary>
    string Name { get; }

    /// <summary>The cost of a document: the sum of −ln p(token | tokens before it), in nats.</summary>
    /// <param name="document">The ids of one document, from its start.</param>
    /// <param name="given">How many tokens at the start are only context and cost nothing, so that a baseline is charged for the same tokens as a model.</param>
    double Score(ReadOnlySpan<int> document, int given = 0);
}
