namespace Sinter.Data.FastText;

/// <summary>How a fastText model turns its scores into probabilities, with the numbers that the file format has for them.</summary>
public enum FastTextLoss
{
    /// <summary>A binary tree over the labels by their frequency (Huffman); the probability of a label is the product along its path.</summary>
    HierarchicalSoftmax = 1,

    /// <summary>One logistic unit a label, trained against a few labels drawn by chance.</summary>
    NegativeSampling = 2,

    /// <summary>Probabilities of all labels that add up to 1.</summary>
    Softmax = 3,

    /// <summary>One logistic unit a label, trained against all other labels: for texts with several labels.</summary>
    OneVersusAll = 4,
}
