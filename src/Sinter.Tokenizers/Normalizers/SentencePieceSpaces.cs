namespace Sinter.Tokenizers.Normalizers;

/// <summary>What a SentencePiece .model says of spaces, with the defaults that its format has.</summary>
/// <param name="AddsPrefix">Whether text gets a space before it (<c>add_dummy_prefix</c>).</param>
/// <param name="RemovesExtra">Whether spaces at both ends go and runs of spaces become one (<c>remove_extra_whitespaces</c>).</param>
/// <param name="Escapes">Whether spaces are written as ▁ (<c>escape_whitespaces</c>).</param>
/// <param name="AsSuffix">Whether the added space stands behind the text (<c>treat_whitespace_as_suffix</c>).</param>
internal sealed record SentencePieceSpaces(bool AddsPrefix = true, bool RemovesExtra = true, bool Escapes = true, bool AsSuffix = false);
