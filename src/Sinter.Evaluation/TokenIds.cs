namespace Sinter.Evaluation;

/// <summary>The border where ids come in.</summary>
internal static class TokenIds
{
    /// <summary>Refuses ids that the vocabulary does not have.</summary>
    public static void Check(ReadOnlySpan<int> document, int vocabularySize)
    {
        foreach (var token in document)
        {
            if ((uint)token >= (uint)vocabularySize)
            {
                throw new ArgumentException($"A document holds the token id {token}, but the vocabulary has {vocabularySize} tokens; use the tokenizer that made the documents.", nameof(document));
            }
        }
    }
}
