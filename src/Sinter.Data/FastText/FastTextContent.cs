namespace Sinter.Data.FastText;

/// <summary>What a fastText model file holds.</summary>
/// <param name="Settings">How the model reads text.</param>
/// <param name="Vocabulary">Its words and labels.</param>
/// <param name="Ngrams">Which n-grams have rows.</param>
/// <param name="Input">The vectors of words, then of n-grams.</param>
/// <param name="Output">The vectors of labels, of the nodes of their tree, or (word vectors) of words.</param>
internal sealed record FastTextContent(FastTextSettings Settings, FastTextVocabulary Vocabulary, NgramRows Ngrams, FastTextMatrix Input, FastTextMatrix Output);
