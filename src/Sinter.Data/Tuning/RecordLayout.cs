namespace Sinter.Data.Tuning;

/// <summary>How records lie in a file.</summary>
internal enum RecordLayout
{
    /// <summary>JSON objects: on lines, in an array, one after another.</summary>
    Json,

    /// <summary>Rows of a table whose columns have names.</summary>
    Table,

    /// <summary>Rows of a table without names; its columns are called <c>column1</c> and so on.</summary>
    NamelessTable,

    /// <summary>Lines of text, each as the field <c>line</c>.</summary>
    Lines,

    /// <summary>Sentences with a word a line, as the fields <c>words</c> and <c>tags</c>.</summary>
    Columns,

    /// <summary>Lines of text with a label of their own, as the fields <c>text</c> and <c>label</c>.</summary>
    LabelledLines,
}
