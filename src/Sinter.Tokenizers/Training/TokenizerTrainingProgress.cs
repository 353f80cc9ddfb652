using System.Runtime.InteropServices;

namespace Sinter.Tokenizers;

/// <summary>How far the training of a tokenizer is. First words are counted, then tokens are learnt.</summary>
/// <param name="Texts">Texts counted.</param>
/// <param name="Bytes">UTF-8 bytes counted.</param>
/// <param name="DistinctWords">Distinct words found; 0 while they are still counted.</param>
/// <param name="Tokens">Tokens in the vocabulary, or, where they are learnt by leaving out (Unigram), the same share of the work; 0 while words are still counted.</param>
/// <param name="VocabularySize">Tokens wanted.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TokenizerTrainingProgress(long Texts, long Bytes, int DistinctWords, int Tokens, int VocabularySize);
