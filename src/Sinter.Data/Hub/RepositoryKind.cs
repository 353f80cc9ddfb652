namespace Sinter.Data.Hub;

/// <summary>What a repository of the Hub holds.</summary>
public enum RepositoryKind
{
    /// <summary>A model.</summary>
    Model,

    /// <summary>A data set.</summary>
    Dataset,
}
