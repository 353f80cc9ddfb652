using Sinter.Data.Parquet;

namespace Sinter.Data.Packing;

/// <summary>Reads the rows of a Parquet file with <c>input_ids</c>: tokens, what of them is trained, and where documents begin. Every number is checked.</summary>
internal sealed class ImportedRow
{
    private readonly string _source;
    private readonly int _vocabularySize;
    private readonly ParquetField _inputIds;
    private readonly ParquetField? _attentionMask;
    private readonly ParquetField? _labels;
    private readonly ParquetField? _lengths;
    private readonly ParquetField? _documents;
    private readonly ParquetField? _offsets;
    private readonly ParquetField? _id;
    private readonly List<int> _tokens = [];
    private readonly List<bool> _trained = [];
    private readonly List<int> _segmentLengths = [];

    /// <summary>Finds the columns.</summary>
    /// <exception cref="InvalidDataException">There is no such column, or one is no list of whole numbers.</exception>
    public ImportedRow(ParquetFile file, string source, int vocabularySize)
    {
        _source = source;
        _vocabularySize = vocabularySize;
        _inputIds = List(file, PackedColumnNames.InputIds)
            ?? throw new InvalidDataException($"'{source}' has no column '{PackedColumnNames.InputIds}', only {string.Join(", ", file.Schema.Fields.Select(field => $"'{field.Name}'"))}; give files of tokens, or leave out --import for files of text.");
        _attentionMask = List(file, PackedColumnNames.AttentionMask);
        _labels = List(file, PackedColumnNames.Labels);
        _lengths = List(file, PackedColumnNames.SequenceLengths);
        _documents = List(file, PackedColumnNames.Documents);
        _offsets = List(file, PackedColumnNames.DocumentOffsets);
        _id = file.Schema.Fields.FirstOrDefault(field => field.IsLeaf && string.Equals(field.Name, "id", StringComparison.Ordinal));
        Fields = [.. new[] { _inputIds, _attentionMask, _labels, _lengths, _documents, _offsets, _id }.OfType<ParquetField>()];
    }

    /// <summary>The columns to read.</summary>
    public IReadOnlyCollection<ParquetField> Fields { get; }

    /// <summary>Whether the file says which tokens are trained.</summary>
    public bool HasLabels => _labels is not null;

    /// <summary>The tokens of the row, without padding.</summary>
    public ReadOnlySpan<int> Tokens => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_tokens);

    /// <summary>Which of them are trained; empty where the file does not say.</summary>
    public ReadOnlySpan<bool> Trained => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_trained);

    /// <summary>The lengths of the documents, or of their parts, one behind another.</summary>
    public IReadOnlyList<int> Lengths => _segmentLengths;

    /// <summary>The name of the row: its id where it has one, else file and number.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Reads a row of a batch.</summary>
    /// <exception cref="InvalidDataException">It holds what cannot be; the sentence says where.</exception>
    public void Read(ParquetBatch batch, int row)
    {
        var number = batch.FirstRow + row + 1;
        Name = (_id is null ? null : batch.Column(_id).Text(row)) ?? $"{_source}#{number}";
        var ids = batch.Column(_inputIds).Int64List(row);
        ids = ids[..Unpadded(batch, row, ids.Length, number)];
        ReadLengths(batch, row, ids.Length, number);
        ids = ids[.._segmentLengths.Sum()];
        _tokens.Clear();
        foreach (var id in ids)
        {
            if ((ulong)id >= (ulong)_vocabularySize)
            {
                throw Fault(number, $"has the token {id}, but the vocabulary has {_vocabularySize}; give the tokenizer that made it");
            }

            _tokens.Add((int)id);
        }

        ReadTrained(batch, row, number);
    }

    /// <summary>The documents of an export of ours, each with which of its tokens stands first; false where the file does not tell.</summary>
    public bool TryReadDocuments(ParquetBatch batch, int row, long documents, List<(int Document, int Offset)> output)
    {
        output.Clear();
        if (_documents is null || _offsets is null)
        {
            return false;
        }

        var ordinals = batch.Column(_documents).Int64List(row);
        var offsets = batch.Column(_offsets).Int64List(row);
        for (var i = 0; i < ordinals.Length; i++)
        {
            if (ordinals.Length != _segmentLengths.Count || offsets.Length != ordinals.Length || (ulong)ordinals[i] >= (ulong)documents || (ulong)offsets[i] > int.MaxValue)
            {
                throw Fault(batch.FirstRow + row + 1, $"tells of documents that are not in the list of {documents}; export the data set again");
            }

            output.Add(((int)ordinals[i], (int)offsets[i]));
        }

        return true;
    }

    /// <summary>What is wrong with a row.</summary>
    public InvalidDataException Fault(long number, string what) => new($"Row {number} of '{_source}' {what}.");

    private int Unpadded(ParquetBatch batch, int row, int length, long number)
    {
        if (_attentionMask is null)
        {
            return length;
        }

        var mask = batch.Column(_attentionMask).Int64List(row);
        var end = mask.IndexOf(0) is var zero and >= 0 ? zero : mask.Length;
        return mask.Length == length && !mask[end..].ContainsAnyExcept(0)
            ? end
            : throw Fault(number, $"has {length} tokens and an attention mask of {mask.Length} that is not ones and then zeros; only padding behind the tokens can be imported");
    }

    private void ReadLengths(ParquetBatch batch, int row, int length, long number)
    {
        _segmentLengths.Clear();
        if (_lengths is null)
        {
            if (length > 0)
            {
                _segmentLengths.Add(length);
            }

            return;
        }

        var left = length;
        foreach (var part in batch.Column(_lengths).Int64List(row))
        {
            if (part < 1 || part > left)
            {
                throw Fault(number, $"has {length} tokens, which the lengths of '{PackedColumnNames.SequenceLengths}' do not fit");
            }

            _segmentLengths.Add((int)part);
            left -= (int)part;
        }
    }

    private void ReadTrained(ParquetBatch batch, int row, long number)
    {
        _trained.Clear();
        if (_labels is null)
        {
            return;
        }

        var labels = batch.Column(_labels).Int64List(row);
        if (labels.Length < _tokens.Count)
        {
            throw Fault(number, $"has {_tokens.Count} tokens and {labels.Length} labels; they must be as many");
        }

        for (var i = 0; i < _tokens.Count; i++)
        {
            if (labels[i] != PackedColumnNames.Untrained && labels[i] != _tokens[i])
            {
                throw Fault(number, $"has the label {labels[i]} on the token {_tokens[i]}; a label is its token, or {PackedColumnNames.Untrained} where it is not trained");
            }

            _trained.Add(labels[i] != PackedColumnNames.Untrained);
        }
    }

    private ParquetField? List(ParquetFile file, string name)
    {
        var field = file.Schema.Fields.FirstOrDefault(field => string.Equals(field.Name, name, StringComparison.Ordinal));
        return field is null ? null
            : field.Leaves().ToArray() is [{ MaximumRepetition: 1, PhysicalType: ParquetPhysicalType.Int32 or ParquetPhysicalType.Int64 } leaf] ? leaf
            : throw new InvalidDataException($"The column '{name}' of '{_source}' holds no lists of whole numbers; expected a list of token ids in each row.");
    }
}
