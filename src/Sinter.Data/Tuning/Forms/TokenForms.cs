namespace Sinter.Data.Tuning.Forms;

/// <summary>The forms of words with a class each.</summary>
internal static class TokenForms
{
    public static IReadOnlyList<RecordForm<TokenRecord>> All { get; } =
    [
        RecordForm<TokenRecord>.One("columns of words and tags (CoNLL)", [FieldRoles.Words, FieldRoles.Tags], Read, static view => view.Layout == RecordLayout.Columns),
        RecordForm<TokenRecord>.One("words and tags", [FieldRoles.Words, FieldRoles.Tags], Read),
    ];

    private static TokenRecord Read(RecordView view)
    {
        var words = view.Texts(FieldRoles.Words);
        var tags = view.Texts(FieldRoles.Tags);
        return words.Count == 0 || words.Any(string.IsNullOrWhiteSpace) ? throw new RecordFaultException(FaultKind.EmptyText, words.Count == 0 ? "there are no words" : "a word is empty")
            : words.Count != tags.Count ? throw new RecordFaultException(FaultKind.UnequalLengths, $"{words.Count} words and {tags.Count} tags")
            : tags.Any(string.IsNullOrWhiteSpace) ? throw new RecordFaultException(FaultKind.EmptyLabel, "a tag is empty")
            : new TokenRecord(words, tags) { Place = view.Place, Id = view.Id };
    }
}
