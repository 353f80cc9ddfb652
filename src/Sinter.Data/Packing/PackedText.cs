namespace Sinter.Data.Packing;

/// <summary>The text that the first sequences of a packed data set hold.</summary>
/// <param name="Documents">The ordinals of the documents of which at least a piece lies there, ascending. Padding is no document.</param>
/// <param name="Bytes">
/// The bytes of UTF-8 that the predicted tokens there stand for: of a document that lies there whole all its bytes, exactly; of one of which only some
/// pieces do (or which was truncated) its bytes times the share of its predicted tokens that do, hence a fraction.
/// </param>
public sealed record PackedText(IReadOnlyList<int> Documents, double Bytes);

/// <summary>A document of a packed data set, as its list of documents tells of it.</summary>
/// <param name="Id">The id.</param>
/// <param name="Tokens">Its tokens with their end of text, before any truncation.</param>
/// <param name="Bytes">The bytes of UTF-8 that they stand for.</param>
internal readonly record struct PackedDocument(string Id, int Tokens, long Bytes);
