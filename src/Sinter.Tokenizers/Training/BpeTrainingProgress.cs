using System.Runtime.InteropServices;

namespace Sinter.Tokenizers;

/// <summary>How far a training of a vocabulary is. First words are counted, then tokens are merged.</summary>
/// <param name="Texts">Texts counted.</param>
/// <param name="Bytes">UTF-8 bytes counted.</param>
/// <param name="DistinctWords">Distinct words found; 0 while they are still counted.</param>
/// <param name="Tokens">Tokens in the vocabulary; 0 while words are still counted.</param>
/// <param name="VocabularySize">Tokens wanted.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct BpeTrainingProgress(long Texts, long Bytes, int DistinctWords, int Tokens, int VocabularySize);
